import type { NameHash } from "../model/name-hash.ts";

const NONE = -1;
/** Always a power of two. */
const SMALLEST = 64;

/** What one list says of one file. */
export interface FileClaim {
  /** Which package it belongs to. */
  readonly owner: number;
  /** See `ContentKey`; -1: two packages say different things of it. */
  readonly high: number;
  readonly low: number;
  /** Bytes; -1 where only the hash is stated. */
  readonly size: number;
}

/**
 * What lists say of files' contents, by the hash of each path: 32 bytes a file and 8 for finding it, and no object for
 * any. A claim is found by its number.
 */
export class ClaimTable {
  count = 0;
  #pathLow = new Int32Array(SMALLEST);
  #pathHigh = new Int32Array(SMALLEST);
  #owner = new Int32Array(SMALLEST);
  #high = new Int32Array(SMALLEST);
  #low = new Int32Array(SMALLEST);
  #size = new Float64Array(SMALLEST);
  /** Numbers of claims; half of the places are free at least. */
  #places = new Int32Array(SMALLEST * 2).fill(NONE);

  /** Begins anew with the memory that it has. */
  clear(): void {
    this.count = 0;
    this.#places.fill(NONE);
  }

  /** The number of the claim to a path, or -1. */
  find({ low, high }: NameHash): number {
    return this.#places[this.#placeOf(low, high)]!;
  }

  owner(claim: number): number {
    return this.#owner[claim]!;
  }

  high(claim: number): number {
    return this.#high[claim]!;
  }

  low(claim: number): number {
    return this.#low[claim]!;
  }

  size(claim: number): number {
    return this.#size[claim]!;
  }

  /** conda lists what its Python packages' own RECORD lists as well: the first one keeps it. */
  add(path: Pick<NameHash, "low" | "high">, { owner, high, low, size }: FileClaim): void {
    this.#add(path.low, path.high, owner, high, low, size);
  }

  /** Takes all claims of another table for one owner. */
  addAll(other: ClaimTable, owner: number): void {
    for (let claim = 0; claim < other.count; claim++) {
      const [low, high] = [other.#pathLow[claim]!, other.#pathHigh[claim]!];
      this.#add(low, high, owner, other.#high[claim]!, other.#low[claim]!, other.#size[claim]!);
    }
  }

  #add(pathLow: number, pathHigh: number, owner: number, high: number, low: number, size: number): void {
    const place = this.#placeOf(pathLow, pathHigh);
    const known = this.#places[place]!;
    if (known !== NONE) {
      if (this.#high[known] !== high || this.#low[known] !== low) this.#high[known] = this.#low[known] = NONE;
      return;
    }
    const claim = this.count++;
    this.#places[place] = claim;
    this.#pathLow[claim] = pathLow;
    this.#pathHigh[claim] = pathHigh;
    this.#owner[claim] = owner;
    this.#high[claim] = high;
    this.#low[claim] = low;
    this.#size[claim] = size;
    if (this.count === this.#owner.length) this.#grow();
  }

  /** Where a path's claim is, or is to be. */
  #placeOf(low: number, high: number): number {
    const places = this.#places;
    const mask = places.length - 1;
    let place = (low ^ (low >>> 16)) & mask;
    for (let claim = places[place]!; claim !== NONE; claim = places[place]!) {
      if (this.#pathLow[claim] === low && this.#pathHigh[claim] === high) return place;
      place = (place + 1) & mask;
    }
    return place;
  }

  #grow(): void {
    const room = this.count * 2;
    this.#pathLow = larger(this.#pathLow, new Int32Array(room));
    this.#pathHigh = larger(this.#pathHigh, new Int32Array(room));
    this.#owner = larger(this.#owner, new Int32Array(room));
    this.#high = larger(this.#high, new Int32Array(room));
    this.#low = larger(this.#low, new Int32Array(room));
    this.#size = larger(this.#size, new Float64Array(room));
    this.#places = new Int32Array(room * 2).fill(NONE);
    for (let claim = 0; claim < this.count; claim++) {
      this.#places[this.#placeOf(this.#pathLow[claim]!, this.#pathHigh[claim]!)] = claim;
    }
  }
}

function larger<Column extends Int32Array | Float64Array>(before: Column, after: Column): Column {
  after.set(before);
  return after;
}
