import type { PackageSameness, PairSameness, Sameness } from "../model/duplicates.ts";
import { normaliseName } from "../environments/metadata.ts";
import type { AllFiles } from "./all-files.ts";
import type { ChosenLinks } from "./chosen-links.ts";
import type { Stored } from "./stored.ts";

const NONE = -1;

type Sum = { same: number; shared: number; gain: number; gainUpTo: number };

export const NOTHING_SAME: Sameness = { same: 0, shared: 0, gain: 0, gainUpTo: 0 };

/** Adds up contents that are there more than once: in all, by package, by environment and by pair. */
export class Tallies {
  readonly total: Sum = { ...NOTHING_SAME };
  /** By table. */
  readonly #tables: readonly Sum[];
  readonly #packages = new Map<string, Sum & { readonly tables: Set<number> }>();
  /** Bytes by the environments that hold the same, as numbers with commas between. */
  readonly #sameSets = new Map<string, number>();
  readonly #sharedSets = new Map<string, number>();
  readonly #names: readonly (readonly string[])[];
  /** Of the content that is added, by storage: files that hold it beside uv's cache, whether the cache does, and whether anything shares it. */
  readonly #held: number[] = [];
  readonly #isCached: boolean[] = [];
  readonly #isShared: boolean[] = [];
  /** Bytes of each, and the fewest that one of its files takes: a file may have holes where another has none. */
  readonly #bytes: number[] = [];
  #fewest = 0;

  constructor(files: AllFiles) {
    this.#tables = files.tables.map(() => ({ ...NOTHING_SAME }));
    this.#names = files.tables.map(({ packages }) => packages.map(({ name }) => normaliseName(name)));
  }

  /** One content: its files, and how they are stored. */
  add(files: AllFiles, members: Int32Array, stored: Stored, plan: ChosenLinks): void {
    const own = files.hasCached ? members.filter((file) => !files.isCached(file)) : members;
    if (own.length === 0) return;
    this.#look(files, stored);
    this.#addTotals(files, own[0]!, stored, plan);
    const tables = tablesOf(files, own);
    if (tables.length > 1) add(this.#sameSets, tables.join(","), this.#fewest);
    // Most contents are one file in each place.
    if (this.#held.every((held) => held < 2)) return;
    for (const set of sharingSets(files, stored)) add(this.#sharedSets, set, this.#fewest);
  }

  /** What holds each storage. */
  #look(files: AllFiles, stored: Stored): void {
    this.#held.length = this.#isCached.length = this.#isShared.length = this.#bytes.length = stored.storages;
    this.#fewest = Infinity;
    this.#held.fill(0);
    this.#isCached.fill(false);
    this.#isShared.fill(false);
    for (let inode = 0; inode < stored.inodes; inode++) {
      const storage = stored.storageOf[inode]!;
      const bytes = (this.#bytes[storage] = files.allocated(stored.first(inode)));
      if (bytes < this.#fewest) this.#fewest = bytes;
      if (stored.outside(inode) > 0) this.#isShared[storage] = true;
      for (let file = stored.first(inode); file !== NONE; file = stored.next(file)) {
        if (files.isCached(file)) this.#isCached[storage] = this.#isShared[storage] = true;
        else if (++this.#held[storage]! > 1) this.#isShared[storage] = true;
      }
    }
  }

  #addTotals(files: AllFiles, first: number, stored: Stored, plan: ChosenLinks): void {
    const owner = this.#packageOf(files, first);
    let all = 0;
    /** What the first file takes that is not to be linked: it is no second one. */
    let stays = NONE;
    let gain = 0;
    let gainUpTo = 0;
    for (let inode = 0; inode < stored.inodes; inode++) {
      const isShared = this.#isShared[stored.storageOf[inode]!]!;
      const bytes = files.allocated(stored.first(inode));
      for (let file = stored.first(inode); file !== NONE; file = stored.next(file)) {
        if (files.isCached(file)) continue;
        const table = files.tableOf(file);
        const sum = this.#tables[table]!;
        all += bytes;
        if (stays === NONE && plan.leaderOf[file] === NONE) stays = bytes;
        sum.same += bytes;
        if (isShared) sum.shared += bytes;
        sum.gain += plan.gain[file]!;
        sum.gainUpTo += plan.gainUpTo[file]!;
        gain += plan.gain[file]!;
        gainUpTo += plan.gainUpTo[file]!;
        owner?.tables.add(table);
      }
    }
    let takes = 0;
    for (let storage = 0; storage < stored.storages; storage++) {
      if (this.#held[storage]! > 0 && !this.#isCached[storage]) takes += this.#bytes[storage]!;
    }
    // What lies in uv's cache as well is there once without any of them.
    const once = this.#isCached.includes(true) ? 0 : stays;
    for (const one of owner ? [owner, this.total] : [this.total]) {
      one.gain += gain;
      one.gainUpTo += gainUpTo;
      one.same += all - once;
      one.shared += all - takes;
    }
  }

  #packageOf(files: AllFiles, file: number): (Sum & { readonly tables: Set<number> }) | undefined {
    const name = this.#names[files.tableOf(file)]![files.package(file)];
    if (name === undefined) return undefined;
    let sum = this.#packages.get(name);
    if (!sum) this.#packages.set(name, (sum = { ...NOTHING_SAME, tables: new Set() }));
    return sum;
  }

  ofTable(table: number): Sameness {
    return this.#tables[table]!;
  }

  /** Largest first. */
  packages(): PackageSameness[] {
    return [...this.#packages]
      .map(([name, { tables, ...sums }]) => ({ name, environments: tables.size, ...sums }))
      .toSorted((a, b) => b.gain - a.gain || b.same - a.same || (a.name < b.name ? -1 : 1));
  }

  /** Every two environments that have something in common, the most first. */
  pairs(files: AllFiles): PairSameness[] {
    const sums = new Map<string, { first: number; second: number; same: number; shared: number }>();
    const each = (sets: ReadonlyMap<string, number>, what: "same" | "shared"): void => {
      for (const [set, bytes] of sets) {
        const tables = set.split(",").map(Number);
        for (const [index, first] of tables.entries()) {
          for (const second of tables.slice(index + 1)) {
            const key = `${first},${second}`;
            let sum = sums.get(key);
            if (!sum) sums.set(key, (sum = { first, second, same: 0, shared: 0 }));
            sum[what] += bytes;
          }
        }
      }
    };
    each(this.#sameSets, "same");
    each(this.#sharedSets, "shared");
    return [...sums.values()]
      .toSorted((a, b) => b.same - a.same || a.first - b.first || a.second - b.second)
      .map(({ first, second, same, shared }) => ({
        first: files.tables[first]!.root,
        second: files.tables[second]!.root,
        same,
        shared: Math.min(same, shared),
      }));
  }
}

/** The environments that share a storage, for each that is shared, as numbers with commas between. */
function sharingSets(files: AllFiles, stored: Stored): ReadonlySet<string> {
  const sets = new Set<string>();
  for (const names of namesOfStorages(files, stored)) {
    const sharing = names.length > 1 ? tablesOf(files, names) : [];
    if (sharing.length > 1) sets.add(sharing.join(","));
  }
  return sets;
}

/** The files of each storage, those in uv's cache left out, in ascending order. */
function namesOfStorages(files: AllFiles, stored: Stored): number[][] {
  const all: number[][] = [];
  for (let inode = 0; inode < stored.inodes; inode++) {
    const names = (all[stored.storageOf[inode]!] ??= []);
    for (let file = stored.first(inode); file !== NONE; file = stored.next(file)) {
      if (!files.isCached(file)) names.push(file);
    }
  }
  // The names of one inode are in order.
  if (stored.storages < stored.inodes) for (const names of all) names.sort((one, other) => one - other);
  return all;
}

/** The tables of files that are in ascending order, each once. */
function tablesOf(files: AllFiles, members: ArrayLike<number>): number[] {
  const found: number[] = [];
  for (let at = 0; at < members.length; at++) {
    const table = files.tableOf(members[at]!);
    if (found[found.length - 1] !== table) found.push(table);
  }
  return found;
}

function add(sums: Map<string, number>, key: string, bytes: number): void {
  sums.set(key, (sums.get(key) ?? 0) + bytes);
}
