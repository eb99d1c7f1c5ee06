import type { PackageSameness, PairSameness, Sameness } from "../model/duplicates.ts";
import { normaliseName } from "../environments/metadata.ts";
import type { AllFiles } from "./all-files.ts";
import type { ChosenLinks } from "./chosen-links.ts";
import type { Storage } from "./storage.ts";

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

  constructor(files: AllFiles) {
    this.#tables = files.tables.map(() => ({ ...NOTHING_SAME }));
    this.#names = files.tables.map(({ packages }) => packages.map(({ name }) => normaliseName(name)));
  }

  /** One content: its files, and how they are stored on each filesystem. */
  add(files: AllFiles, members: readonly number[], storages: readonly Storage[], plan: ChosenLinks): void {
    const own = files.hasCached ? members.filter((file) => !files.isCached(file)) : members;
    if (own.length === 0) return;
    const bytes = files.allocated(own[0]!);
    this.#addTotals(files, own, storages, plan, bytes);
    const tables = tablesOf(files, own);
    if (tables.length > 1) add(this.#sameSets, tables.join(","), bytes);
    const sets = new Set<string>();
    for (const { inodes } of storages) {
      // Most are one file in one place.
      if (inodes.length === 1 && inodes[0]!.files.length === 1) continue;
      const names = inodes.flatMap(({ files: of }) => of).filter((file) => !files.isCached(file));
      const sharing = tablesOf(
        files,
        names.toSorted((one, other) => one - other),
      );
      if (sharing.length > 1) sets.add(sharing.join(","));
    }
    for (const set of sets) add(this.#sharedSets, set, bytes);
  }

  #addTotals(
    files: AllFiles,
    own: readonly number[],
    storages: readonly Storage[],
    plan: ChosenLinks,
    bytes: number,
  ): void {
    const owner = this.#packageOf(files, own[0]!);
    const countOwn = (of: Storage): number =>
      of.inodes.reduce((sum, { files: names }) => sum + names.filter((file) => !files.isCached(file)).length, 0);
    // What lies in uv's cache as well is there once without any of them.
    const first = storages.some(({ inodes }) => inodes.some(({ files: of }) => of.some((file) => files.isCached(file))))
      ? 0
      : 1;
    let takesRoom = 0;
    for (const storage of storages) {
      const held = countOwn(storage);
      if (held === 0) continue;
      const isElsewhere = storage.inodes.some(({ files: names }) => names.some((file) => files.isCached(file)));
      if (!isElsewhere) takesRoom++;
      const isShared = held > 1 || isElsewhere || storage.inodes.some(({ outside }) => outside > 0);
      for (const { files: names } of storage.inodes) {
        for (const file of names) {
          if (files.isCached(file)) continue;
          const sum = this.#tables[files.tableOf[file]!]!;
          sum.same += bytes;
          if (isShared) sum.shared += bytes;
          sum.gain += plan.gain[file]!;
          sum.gainUpTo += plan.gainUpTo[file]!;
          owner?.tables.add(files.tableOf[file]!);
          for (const one of owner ? [owner, this.total] : [this.total]) {
            one.gain += plan.gain[file]!;
            one.gainUpTo += plan.gainUpTo[file]!;
          }
        }
      }
    }
    for (const one of owner ? [owner, this.total] : [this.total]) {
      one.same += (own.length - first) * bytes;
      one.shared += (own.length - Math.max(first, takesRoom)) * bytes;
    }
  }

  #packageOf(files: AllFiles, file: number): (Sum & { readonly tables: Set<number> }) | undefined {
    const name = this.#names[files.tableOf[file]!]![files.package(file)];
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

/** The tables of files that are in ascending order, each once. */
function tablesOf(files: AllFiles, members: readonly number[]): number[] {
  const found: number[] = [];
  for (const file of members) {
    const table = files.tableOf[file]!;
    if (found[found.length - 1] !== table) found.push(table);
  }
  return found;
}

function add(sums: Map<string, number>, key: string, bytes: number): void {
  sums.set(key, (sums.get(key) ?? 0) + bytes);
}
