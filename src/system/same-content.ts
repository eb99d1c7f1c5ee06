import * as fs from "node:fs";

const PIECE = 256 * 1024;
const first = Buffer.allocUnsafeSlow(PIECE);
const second = Buffer.allocUnsafeSlow(PIECE);

/** Do two open files hold the same bytes, from the beginning to the end? Throws with a POSIX `code`. */
export function haveSameContent(one: number, other: number): boolean {
  for (let position = 0; ;) {
    const count = fill(one, first, position);
    if (fill(other, second, position) !== count) return false;
    if (first.compare(second, 0, count, 0, count) !== 0) return false;
    if (count < PIECE) return true;
    position += count;
  }
}

function fill(descriptor: number, buffer: Buffer, position: number): number {
  let filled = 0;
  while (filled < buffer.length) {
    const count = fs.readSync(descriptor, buffer, filled, buffer.length - filled, position + filled);
    if (count === 0) break;
    filled += count;
  }
  return filled;
}
