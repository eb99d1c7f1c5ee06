import { eachBlock } from "./blocks.ts";
import { InodeCounts } from "./inode-counts.ts";

/**
 * Files with more than one hard link, kept per filesystem. Removing a set of findings frees such a file only when
 * every one of its links is in the set.
 */
export interface LinkTable {
  /** Device number of the filesystem. */
  readonly device: number;
  /** Numbers hash faster than bigints; a filesystem with inodes above 2⁵³ (overlayfs) gets the exact form. */
  readonly inodes: Float64Array | BigUint64Array;
  /** Links that the filesystem counts. */
  readonly links: Uint32Array;
  /** Links seen in the finding. */
  readonly seen: Uint32Array;
  /** Allocated bytes of each. */
  readonly allocated: Float64Array;
}

/** Links seen in a set of findings, by device and inode. */
export type LinkCounts = ReadonlyMap<number, Pick<InodeCounts, "get">>;

/** The links of a set of findings, added up as they come in. */
export interface LinkSum {
  /** Allocated bytes of the multi-link files, each once however many findings hold it. */
  readonly allocated: number;
  /** Allocated bytes of the multi-link files that go when the whole set goes. */
  readonly freed: number;
  readonly counts: LinkCounts;
  add(table: LinkTable): void;
}

/** `expected`: about how many inodes there will be, on each filesystem. */
export function openLinkSum(expected = 0): LinkSum {
  return new Sum(expected);
}

class Sum implements LinkSum {
  readonly counts = new Map<number, InodeCounts>();
  readonly #expected: number;
  allocated = 0;
  freed = 0;

  constructor(expected: number) {
    this.#expected = expected;
  }

  add(table: LinkTable): void {
    const { device, inodes } = table;
    let counted = this.counts.get(device);
    if (!counted) this.counts.set(device, (counted = new InodeCounts(Math.max(this.#expected, inodes.length))));
    eachBlock(inodes.length, (from, end) => this.#addBlock(counted, table, from, end));
  }

  #addBlock(counted: InodeCounts, { inodes, links, seen, allocated }: LinkTable, from: number, end: number): void {
    for (let index = from; index < end; index++) {
      const count = counted.plus(inodes[index]!, seen[index]!);
      if (count === seen[index]) this.allocated += allocated[index]!;
      if (count === links[index]) this.freed += allocated[index]!;
    }
  }
}

/** What a set of findings holds and frees of files with several links, in bytes; no table is made for a single one. */
export function bytesOfLinks(tables: readonly LinkTable[]): Pick<LinkSum, "allocated" | "freed"> {
  const filled = tables.filter(({ inodes }) => inodes.length > 0);
  if (filled.length > 1) return sumLinks(filled);
  const sum = { allocated: 0, freed: 0 };
  for (const table of filled) {
    eachBlock(table.inodes.length, (from, end) => addAlone(sum, table, from, end));
  }
  return sum;
}

function addAlone(
  sum: { allocated: number; freed: number },
  { links, seen, allocated }: LinkTable,
  from: number,
  end: number,
): void {
  for (let index = from; index < end; index++) {
    sum.allocated += allocated[index]!;
    if (seen[index] === links[index]) sum.freed += allocated[index]!;
  }
}

/** Adds up the links of a set of findings at once. */
export function sumLinks(tables: readonly LinkTable[]): LinkSum {
  const sum = openLinkSum(tables.reduce((most, { inodes }) => Math.max(most, inodes.length), 0));
  for (const table of tables) sum.add(table);
  return sum;
}

/** Where the other links to a finding's files are: nowhere else, all in the set, or outside it. */
export function otherLinks(table: LinkTable, set: LinkCounts): "none" | "in the set" | "outside" {
  const seenInSet = set.get(table.device);
  let where: "none" | "in the set" = "none";
  for (let index = 0; index < table.inodes.length; index++) {
    if (table.seen[index] === table.links[index]) continue;
    if ((seenInSet?.get(table.inodes[index]!) ?? 0) < table.links[index]!) return "outside";
    where = "in the set";
  }
  return where;
}
