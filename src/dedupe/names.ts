import { decode, encode } from "../system/files.ts";
import type { NewMemory } from "./memory.ts";

/** Names in the order that they were added, one after the other. */
export interface TakenNames {
  readonly count: number;
  readonly bytes: Uint8Array;
  /** Name `i` lies from `ends[i - 1]` to `ends[i]`. There may be room for more in both. */
  readonly ends: Uint32Array;
}

const USUAL_LENGTH = 24;

/** Names or paths by their number: UTF-8, or whatever bytes they have; no text is kept. */
export class Names {
  count = 0;
  #bytes: Uint8Array;
  #ends: Uint32Array;
  /** All bytes: one object for all names, where one each would be most of what reading them costs. */
  #view: Buffer = Buffer.alloc(0);
  readonly #newMemory: NewMemory;

  /** Begins anew in the memory of others, or with room for so many. */
  constructor(memory: number | TakenNames, newMemory: NewMemory) {
    this.#newMemory = newMemory;
    this.#bytes = typeof memory === "number" ? new Uint8Array(newMemory(memory * USUAL_LENGTH)) : memory.bytes;
    this.#ends = typeof memory === "number" ? new Uint32Array(newMemory(4 * memory)) : memory.ends;
  }

  /** Takes the bytes from `start` up to `end`. */
  add(name: Uint8Array, start: number, end: number): void {
    this.#makeRoom(1, end - start);
    const bytes = this.#bytes;
    let used = this.#start(this.count);
    for (let at = start; at < end; at++) bytes[used++] = name[at]!;
    this.#ends[this.count++] = used;
  }

  addText(name: string): void {
    const bytes = encode(name);
    this.add(bytes, 0, bytes.length);
  }

  append({ count, bytes, ends }: TakenNames): void {
    const length = count === 0 ? 0 : ends[count - 1]!;
    this.#makeRoom(count, length);
    const start = this.#start(this.count);
    this.#bytes.set(bytes.subarray(0, length), start);
    for (let name = 0; name < count; name++) this.#ends[this.count + name] = start + ends[name]!;
    this.count += count;
  }

  /** What it holds, and its memory: it is not to be used any more. */
  take(): TakenNames {
    return { count: this.count, bytes: this.#bytes, ends: this.#ends };
  }

  text(name: number): string {
    if (this.#view.buffer !== this.#bytes.buffer) this.#view = Buffer.from(this.#bytes.buffer);
    const [start, end] = [this.#start(name), this.#ends[name]!];
    const text = this.#view.toString("utf8", start, end);
    return text.includes("\uFFFD") ? decode(this.#view.subarray(start, end)) : text;
  }

  endsWith(name: number, suffix: Uint8Array): boolean {
    const start = this.#ends[name]! - suffix.length;
    if (start < this.#start(name)) return false;
    for (let at = 0; at < suffix.length; at++) if (this.#bytes[start + at] !== suffix[at]) return false;
    return true;
  }

  #start(name: number): number {
    return name === 0 ? 0 : this.#ends[name - 1]!;
  }

  #makeRoom(count: number, length: number): void {
    const names = this.count + count;
    if (names > this.#ends.length) {
      const before = this.#ends;
      this.#ends = new Uint32Array(this.#newMemory(8 * names));
      this.#ends.set(before);
    }
    const bytes = this.#start(this.count) + length;
    if (bytes > this.#bytes.length) {
      const before = this.#bytes;
      this.#bytes = new Uint8Array(this.#newMemory(2 * bytes));
      this.#bytes.set(before);
    }
  }
}
