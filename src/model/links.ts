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

export function openLinkSum(): LinkSum {
  const counts = new Map<number, InodeCounts>();
  let allocated = 0;
  let freed = 0;
  return {
    get allocated() {
      return allocated;
    },
    get freed() {
      return freed;
    },
    counts,
    add(table) {
      const { device, inodes, links, seen, allocated: bytes } = table;
      let counted = counts.get(device);
      if (!counted) counts.set(device, (counted = new InodeCounts(inodes.length)));
      for (let index = 0; index < inodes.length; index++) {
        const count = counted.plus(inodes[index]!, seen[index]!);
        if (count === seen[index]) allocated += bytes[index]!;
        if (count === links[index]) freed += bytes[index]!;
      }
    },
  };
}

/** What a set of findings holds and frees of files with several links, in bytes; no table is made for a single one. */
export function bytesOfLinks(tables: readonly LinkTable[]): Pick<LinkSum, "allocated" | "freed"> {
  const filled = tables.filter(({ inodes }) => inodes.length > 0);
  if (filled.length > 1) return sumLinks(filled);
  let allocated = 0;
  let freed = 0;
  for (const { inodes, links, seen, allocated: each } of filled) {
    for (let index = 0; index < inodes.length; index++) {
      allocated += each[index]!;
      if (seen[index] === links[index]) freed += each[index]!;
    }
  }
  return { allocated, freed };
}

/** Adds up the links of a set of findings at once. */
export function sumLinks(tables: Iterable<LinkTable>): LinkSum {
  const sum = openLinkSum();
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
