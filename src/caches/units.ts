import type { CacheEntry } from "../model/cache.ts";
import type { CacheUnit } from "../model/cache-plan.ts";
import type { Bytes } from "../model/finding.ts";
import { addBytes, NO_BYTES } from "../model/plan.ts";
import type { ChosenUnits } from "./inspector.ts";

/** One thing that our own step removes, with what lies beside it. */
export function ownUnit(entry: CacheEntry, because: string): CacheUnit {
  return {
    what: `${calledOf(entry)} (${entry.kind})`,
    entries: [entry],
    places: [entry.path, ...(entry.beside ?? [])],
    bytes: bytesOfEntries([entry]),
    way: { by: "pyshed", because },
  };
}

/** Each thing that nothing speaks against, removed by our own step, and what speaks against the others. */
export function ownUnits(
  chosen: readonly CacheEntry[],
  because: string,
  whyNot: (entry: CacheEntry) => string | null,
): ChosenUnits {
  const asked = chosen.map((entry) => ({ entry, why: whyNot(entry) }));
  return {
    units: asked.filter(({ why }) => why === null).map(({ entry }) => ownUnit(entry, because)),
    reasons: asked.flatMap(({ why }) => why ?? []),
  };
}

/** `pebble 1.0`; the name where no package is known. */
export function calledOf({ package: name, version, name: called }: CacheEntry): string {
  if (name === null) return called;
  return version === null ? name : `${name} ${version}`;
}

/** What entries that share nothing give back. */
export function bytesOfEntries(entries: readonly CacheEntry[]): Bytes {
  return entries.reduce(
    (sum, { allocated, frees }) => addBytes(sum, { apparent: allocated, allocated, frees, freesUpTo: frees }),
    NO_BYTES,
  );
}

/** Entries by what a function says of them, in their order. */
export function groupBy(
  entries: readonly CacheEntry[],
  keyOf: (entry: CacheEntry) => string,
): ReadonlyMap<string, readonly CacheEntry[]> {
  const groups = new Map<string, CacheEntry[]>();
  for (const entry of entries) groups.set(keyOf(entry), [...(groups.get(keyOf(entry)) ?? []), entry]);
  return groups;
}
