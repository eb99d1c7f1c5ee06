import { InodeCounts, spread } from "../model/inode-counts.ts";

/** A power of two. */
const PLACES = 2 ** 18;
/** With more the way to a free place would become long. */
const MOST = PLACES * 0.75;
/** A place that a thread has taken and is writing to. */
const TAKEN = -1;

/** The device, how many places are taken and how many threads there are; then counts, then inodes. */
const HEAD_BYTES = 16;
export const LOOKED_BYTES = HEAD_BYTES + PLACES * 12;

/**
 * Inodes whose links have been counted in this scan, by whichever thread came first: all threads share one table. It
 * holds one device; inodes of others, and those that it has no room for, each thread keeps for itself.
 */
export class LookedInodes {
  readonly #device: BigInt64Array;
  readonly #taken: Int32Array;
  /** Links of the inode at the same place; 0 where it is free. */
  readonly #counts: Int32Array;
  readonly #inodes: Float64Array;
  #isShared = false;
  #own = new InodeCounts();
  #ownDevice = -1;
  /** Of two threads one begins at the end of each list, so that they meet instead of counting the same. */
  readonly isBackward: boolean;

  constructor(shared: SharedArrayBuffer) {
    this.#device = new BigInt64Array(shared, 0, 1);
    this.#taken = new Int32Array(shared, 8, 2);
    this.#inodes = new Float64Array(shared, HEAD_BYTES, PLACES);
    this.#counts = new Int32Array(shared, HEAD_BYTES + PLACES * 8, PLACES);
    this.isBackward = Atomics.add(this.#taken, 1, 1) % 2 === 1;
  }

  /** The inodes that follow are of this device. */
  enter(device: number): void {
    const mark = BigInt(device) + 1n;
    const first = Atomics.compareExchange(this.#device, 0, 0n, mark);
    this.#isShared = first === 0n || first === mark;
    if (this.#isShared || this.#ownDevice === device) return;
    this.#own = new InodeCounts();
    this.#ownDevice = device;
  }

  /** 0 when nobody has looked. */
  get(inode: number): number {
    if (!this.#isShared) return this.#own.get(inode);
    const mask = PLACES - 1;
    for (let place = spread(inode) & mask; ; place = (place + 1) & mask) {
      const count = Atomics.load(this.#counts, place);
      if (count === 0) return this.#own.get(inode);
      if (count !== TAKEN && this.#inodes[place] === inode) return count;
    }
  }

  set(inode: number, links: number): void {
    if (!this.#isShared || Atomics.load(this.#taken, 0) >= MOST) return this.#own.set(inode, links);
    const mask = PLACES - 1;
    let place = spread(inode) & mask;
    // Two threads may write the same inode to two places: both have looked.
    while (Atomics.compareExchange(this.#counts, place, 0, TAKEN) !== 0) place = (place + 1) & mask;
    this.#inodes[place] = inode;
    Atomics.store(this.#counts, place, links);
    Atomics.add(this.#taken, 0, 1);
  }
}
