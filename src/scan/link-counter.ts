import type { LinkTable } from "../model/links.ts";

/** Counts the links of one finding to each inode that has several. */
export class LinkCounter {
  readonly #device: number;
  readonly #places = new Map<number | bigint, number>();
  readonly #inodes: (number | bigint)[] = [];
  readonly #links: number[] = [];
  readonly #seen: number[] = [];
  readonly #allocated: number[] = [];

  constructor(device: number) {
    this.#device = device;
  }

  /** Takes one link; true when it is the first to this inode. `inode` is exact: a bigint above 2⁵³. */
  add(inode: number | bigint, links: number, allocated: number): boolean {
    const place = this.#places.get(inode);
    if (place !== undefined) {
      this.#seen[place]!++;
      return false;
    }
    this.#places.set(inode, this.#inodes.length);
    this.#inodes.push(inode);
    this.#links.push(links);
    this.#seen.push(1);
    this.#allocated.push(allocated);
    return true;
  }

  /** Allocated bytes of the inodes whose links have all been seen: they go with this finding alone. */
  get freedAlone(): number {
    let freed = 0;
    for (let place = 0; place < this.#inodes.length; place++) {
      if (this.#seen[place] === this.#links[place]) freed += this.#allocated[place]!;
    }
    return freed;
  }

  table(): LinkTable {
    return {
      device: this.#device,
      inodes: exactly(this.#inodes),
      links: Uint32Array.from(this.#links),
      seen: Uint32Array.from(this.#seen),
      allocated: Float64Array.from(this.#allocated),
    };
  }
}

/** Bigints only where a number would not be exact. */
function exactly(inodes: readonly (number | bigint)[]): Float64Array | BigUint64Array {
  return inodes.every((inode) => typeof inode === "number")
    ? Float64Array.from(inodes)
    : BigUint64Array.from(inodes, BigInt);
}
