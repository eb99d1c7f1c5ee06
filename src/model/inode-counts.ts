/**
 * A growing table from inode numbers to counts. It holds hundreds of thousands of them in flat arrays (20 to 40 bytes
 * each), where a `Map` takes several times the time and memory. Numbers that are not exact as such (above 2⁵³, as
 * overlayfs has them) come as bigints and are kept apart.
 */
export class InodeCounts {
  /** In the order in which they were added. */
  #inodes: Float64Array;
  #counts: Uint32Array;
  #length = 0;
  /** One more than where an inode lies in the order, at the place that its number leads to; 0 where it is free. */
  #places: Uint32Array;
  /** Environments that share files hold them in the same order: the next one asked for is mostly the next one here. */
  #next = 0;
  readonly #large = new Map<bigint, number>();

  /** `expected`: about how many inodes there will be, so that it need not grow so often. */
  constructor(expected = 0) {
    const room = 2 ** Math.ceil(Math.log2(Math.max(SMALLEST, expected + 1)));
    this.#inodes = new Float64Array(room);
    this.#counts = new Uint32Array(room);
    this.#places = new Uint32Array(2 * room);
  }

  /** The count of an inode; 0 when it was never added. */
  get(inode: number | bigint): number {
    const key = smallest(inode);
    if (typeof key === "bigint") return this.#large.get(key) ?? 0;
    const at = this.#find(key);
    return at < 0 ? 0 : this.#counts[at]!;
  }

  /** `count` is at least 1. */
  set(inode: number | bigint, count: number): void {
    const key = smallest(inode);
    if (typeof key === "bigint") return void this.#large.set(key, count);
    const at = this.#find(key);
    if (at < 0) this.#append(key, count);
    else this.#counts[at] = count;
  }

  /** Adds at least 1 to the count of an inode, and gives the new one. */
  plus(inode: number | bigint, more: number): number {
    const key = smallest(inode);
    if (typeof key === "bigint") {
      const count = this.get(key) + more;
      this.#large.set(key, count);
      return count;
    }
    const at = this.#find(key);
    if (at >= 0) return (this.#counts[at]! += more);
    this.#append(key, more);
    return more;
  }

  /** Where an inode lies in the order; below zero when it was never added. */
  #find(inode: number): number {
    let at = this.#next;
    if (at >= this.#length || this.#inodes[at] !== inode) at = this.#places[this.#placeOf(inode)]! - 1;
    this.#next = at + 1;
    return at;
  }

  #append(inode: number, count: number): void {
    if (this.#length === this.#inodes.length) this.#grow();
    const at = this.#length++;
    this.#inodes[at] = inode;
    this.#counts[at] = count;
    this.#places[this.#placeOf(inode)] = at + 1;
    this.#next = at + 1;
  }

  /** Where the inode is, or where it would go: the first free place from the one its number leads to. */
  #placeOf(inode: number): number {
    const inodes = this.#inodes;
    const places = this.#places;
    const mask = places.length - 1;
    let place = spread(inode) & mask;
    for (let at = places[place]!; at !== 0 && inodes[at - 1] !== inode; at = places[place]!) place = (place + 1) & mask;
    return place;
  }

  #grow(): void {
    const [inodes, counts] = [this.#inodes, this.#counts];
    this.#inodes = new Float64Array(inodes.length * 2);
    this.#inodes.set(inodes);
    this.#counts = new Uint32Array(counts.length * 2);
    this.#counts.set(counts);
    this.#places = new Uint32Array(this.#places.length * 2);
    for (let at = 0; at < this.#length; at++) this.#places[this.#placeOf(inodes[at]!)] = at + 1;
  }
}

/** Room in an empty table; always a power of two. */
const SMALLEST = 32;

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
