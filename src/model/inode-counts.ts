/**
 * A growing table from inode numbers to counts. It holds hundreds of thousands of them in flat arrays (16 bytes each),
 * where a `Map` takes several times the time and memory. Numbers that are not exact as such (above 2⁵³, as overlayfs
 * has them) come as bigints and are kept apart.
 */
export class InodeCounts {
  #inodes: Float64Array;
  /** The count of the inode at the same place; 0 where the place is free. */
  #counts: Uint32Array;
  #used = 0;
  readonly #large = new Map<bigint, number>();

  /** `expected`: about how many inodes there will be, so that it need not grow so often. */
  constructor(expected = 0) {
    const places = 2 ** Math.ceil(Math.log2(Math.max(SMALLEST, 2 * expected + 2)));
    this.#inodes = new Float64Array(places);
    this.#counts = new Uint32Array(places);
  }

  /** The count of an inode; 0 when it was never added. */
  get(inode: number | bigint): number {
    const key = smallest(inode);
    if (typeof key === "bigint") return this.#large.get(key) ?? 0;
    return this.#counts[this.#placeOf(key)]!;
  }

  /** `count` is at least 1. */
  set(inode: number | bigint, count: number): void {
    const key = smallest(inode);
    if (typeof key === "bigint") return void this.#large.set(key, count);
    const place = this.#placeOf(key);
    const isKnown = this.#counts[place] !== 0;
    this.#counts[place] = count;
    if (!isKnown) this.#took(place, key);
  }

  /** Adds at least 1 to the count of an inode, and gives the new one. */
  plus(inode: number | bigint, more: number): number {
    const key = smallest(inode);
    if (typeof key === "bigint") {
      const count = this.get(key) + more;
      this.#large.set(key, count);
      return count;
    }
    const place = this.#placeOf(key);
    const count = this.#counts[place]! + more;
    this.#counts[place] = count;
    if (count === more) this.#took(place, key);
    return count;
  }

  /** A place that was free until now is this inode's. */
  #took(place: number, inode: number): void {
    this.#inodes[place] = inode;
    if (++this.#used * 2 > this.#inodes.length) this.#grow();
  }

  /** Where the inode is, or where it would go: the first free place from the one its number leads to. */
  #placeOf(inode: number): number {
    const inodes = this.#inodes;
    const counts = this.#counts;
    const mask = inodes.length - 1;
    let place = spread(inode) & mask;
    while (counts[place] !== 0 && inodes[place] !== inode) place = (place + 1) & mask;
    return place;
  }

  #grow(): void {
    const inodes = this.#inodes;
    const counts = this.#counts;
    this.#inodes = new Float64Array(inodes.length * 2);
    this.#counts = new Uint32Array(inodes.length * 2);
    for (let from = 0; from < inodes.length; from++) {
      if (counts[from] === 0) continue;
      const place = this.#placeOf(inodes[from]!);
      this.#inodes[place] = inodes[from]!;
      this.#counts[place] = counts[from]!;
    }
  }
}

/** Places in an empty table; always a power of two. */
const SMALLEST = 64;

/** Small inodes are numbers, whatever form they come in. */
function smallest(inode: number | bigint): number | bigint {
  return typeof inode === "bigint" && inode <= Number.MAX_SAFE_INTEGER ? Number(inode) : inode;
}

/** Neighbouring inodes must not crowd together: their numbers come in long runs. */
export function spread(inode: number): number {
  // `^` takes the lower 32 bits of each.
  const mixed = Math.imul(inode ^ (inode / 0x1_0000_0000), 0x9e3779b1);
  return mixed ^ (mixed >>> 15);
}
