import type { CacheEntry } from "../model/cache.ts";
import type { AbsolutePath } from "../model/path.ts";
import { bytesOf } from "../model/sums.ts";
import type { Tally } from "../scan/tally.ts";

/** What is told of one thing in a store beyond its path and its sums; what is left out is unknown or does not apply. */
export type About = Pick<CacheEntry, "kind" | "name" | "safety"> &
  Partial<Pick<CacheEntry, "package" | "version" | "isUsed" | "usedBy">>;

/** A thing in a store with the sums of its place. Nobody outside uses it unless that is told. */
export function measuredEntry(path: AbsolutePath, sums: Tally, about: About): CacheEntry {
  const { allocated, frees } = bytesOf([sums]);
  return {
    package: null,
    version: null,
    isUsed: "no",
    usedBy: [],
    ...about,
    path,
    allocated,
    frees,
    lastUsed: sums.newest || null,
  };
}

/** Biggest first, then by path. */
export function biggestFirst(entries: readonly CacheEntry[]): CacheEntry[] {
  return entries.toSorted((a, b) => b.allocated - a.allocated || (a.path < b.path ? -1 : 1));
}
