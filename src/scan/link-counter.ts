import { InodeCounts } from "../model/inode-counts.ts";
import type { LinkTable } from "../model/links.ts";

/** Counts the links of one finding to each inode that has several. */
export class LinkCounter {
  readonly #device: number;
  /** One more than the place of each inode in the arrays. */
  readonly #places = new InodeCounts();
  #length = 0;
  #inodes: Float64Array | BigUint64Array = new Float64Array(SMALLEST);
  #links = new Uint32Array(SMALLEST);
  #seen = new Uint32Array(SMALLEST);
  #allocated = new Float64Array(SMALLEST);

  constructor(device: number) {
    this.#device = device;
  }

  /** Takes one link; true when it is the first to this inode. `inode` is exact: a bigint above 2⁵³. */
  add(inode: number | bigint, links: number, allocated: number): boolean {
    const known = this.#places.get(inode);
    if (known > 0) {
      this.#seen[known - 1]!++;
      return false;
    }
    if (this.#length === this.#links.length) this.#grow();
    const place = this.#length++;
    this.#places.set(inode, place + 1);
    this.#keep(place, inode);
    this.#links[place] = links;
    this.#seen[place] = 1;
    this.#allocated[place] = allocated;
    return true;
  }

  /** Allocated bytes of the inodes whose links have all been seen: they go with this finding alone. */
  get freedAlone(): number {
    let freed = 0;
    for (let place = 0; place < this.#length; place++) {
      if (this.#seen[place] === this.#links[place]) freed += this.#allocated[place]!;
    }
    return freed;
  }

  table(): LinkTable {
    return {
      device: this.#device,
      inodes: this.#inodes.slice(0, this.#length),
      links: this.#links.slice(0, this.#length),
      seen: this.#seen.slice(0, this.#length),
      allocated: this.#allocated.slice(0, this.#length),
    };
  }

  /** Bigints only once a number would not be exact. */
  #keep(place: number, inode: number | bigint): void {
    if (typeof inode === "bigint" && this.#inodes instanceof Float64Array) {
      this.#inodes = BigUint64Array.from(this.#inodes, BigInt);
    }
    if (this.#inodes instanceof Float64Array) this.#inodes[place] = inode as number;
    else this.#inodes[place] = BigInt(inode);
  }

  #grow(): void {
    const longer = this.#length * 2;
    this.#inodes =
      this.#inodes instanceof Float64Array
        ? grown(new Float64Array(longer), this.#inodes)
        : grown(new BigUint64Array(longer), this.#inodes);
    this.#links = grown(new Uint32Array(longer), this.#links);
    this.#seen = grown(new Uint32Array(longer), this.#seen);
    this.#allocated = grown(new Float64Array(longer), this.#allocated);
  }
}

const SMALLEST = 16;

function grown<Words extends { set(words: Words): void }>(longer: Words, words: Words): Words {
  longer.set(words);
  return longer;
}
