import type { NameHash } from "../model/name-hash.ts";

/** Paths by their hash: 8 bytes a place, at least half of the places free. */
export class PathTable {
  /** Two words for each place; both are 0 where it is free. */
  #words = new Uint32Array(2 * SMALLEST);
  #used = 0;

  /** How many paths it holds. */
  get size(): number {
    return this.#used;
  }

  has({ low, high }: NameHash): boolean {
    const words = this.#words;
    const mask = words.length - 1;
    const first = low >>> 0 || 1;
    const second = high >>> 0;
    for (let at = placeOf(low, mask); words[at] !== 0; at = (at + 2) & mask) {
      if (words[at] === first && words[at + 1] === second) return true;
    }
    return false;
  }

  add(hash: NameHash): void {
    this.#put(hash.low, hash.high);
    if (this.#used * 4 > this.#words.length) this.#grow();
  }

  #put(low: number, high: number): void {
    const words = this.#words;
    const mask = words.length - 1;
    const first = low >>> 0 || 1;
    const second = high >>> 0;
    let at = placeOf(low, mask);
    for (; words[at] !== 0; at = (at + 2) & mask) if (words[at] === first && words[at + 1] === second) return;
    words[at] = first;
    words[at + 1] = second;
    this.#used++;
  }

  #grow(): void {
    const words = this.#words;
    this.#words = new Uint32Array(words.length * 2);
    this.#used = 0;
    for (let at = 0; at < words.length; at += 2) if (words[at] !== 0) this.#put(words[at]!, words[at + 1]!);
  }
}

/** Places in an empty table; always a power of two. */
const SMALLEST = 8;

function placeOf(low: number, mask: number): number {
  const first = low >>> 0 || 1;
  return ((first ^ (first >>> 16)) << 1) & mask;
}
