import * as fs from "node:fs";
import type { AbsolutePath } from "../model/path.ts";
import { openQuietly } from "./files.ts";

/** A line of a file and the place where it lies, in bytes; without the byte that ends it. */
export interface Line extends LinePlace {
  readonly text: string;
}

export interface LinePlace {
  readonly start: number;
  readonly length: number;
}

const PIECE = 64 * 1024;
const END = 0x0a;

/**
 * The lines of a regular file as UTF-8, one after the other, with no more of it in memory than a piece or the longest
 * line. What follows the last end of a line is a line as well, unless it is empty. Throws with a POSIX `code`, also for
 * a link or a FIFO.
 */
export function* linesOf(path: AbsolutePath): Generator<Line, void> {
  const descriptor = openQuietly(path);
  try {
    let buffer = Buffer.allocUnsafeSlow(PIECE);
    /** Where in the file the buffer begins, and how much of it is filled. */
    let [start, filled] = [0, 0];
    for (;;) {
      const count = fs.readSync(descriptor, buffer, filled, buffer.length - filled, start + filled);
      const found = buffer.subarray(0, filled + count);
      let from = 0;
      for (let end = found.indexOf(END, filled); end >= 0; end = found.indexOf(END, from)) {
        yield lineIn(found, start, from, end);
        from = end + 1;
      }
      if (count === 0) {
        if (filled > 0) yield lineIn(found, start, 0, filled);
        return;
      }
      const rest = found.subarray(from);
      const next = rest.length === buffer.length ? Buffer.allocUnsafeSlow(2 * buffer.length) : buffer;
      rest.copy(next);
      [buffer, start, filled] = [next, start + from, rest.length];
    }
  } finally {
    fs.closeSync(descriptor);
  }
}

function lineIn(bytes: Buffer, start: number, from: number, end: number): Line {
  return { text: bytes.toString("utf8", from, end), start: start + from, length: end - from };
}
