import type { CacheEntry } from "../model/cache.ts";
import { matchesName, type CacheSelection } from "../model/cache-selection.ts";
import { compareVersions } from "../model/version.ts";

/** What `--package` compares with: the entry's package, or what stands for it in this store; the first is its own. */
export type NamesOf = (entry: CacheEntry) => readonly string[];

/**
 * The entries that a selection means: each must pass every filter that was given. What cannot be answered (no age, no
 * version, nobody knows who uses it) never passes. Pure.
 */
export function selectEntries(
  entries: readonly CacheEntry[],
  selection: CacheSelection,
  now: number,
  namesOf: NamesOf,
): CacheEntry[] {
  const { packages, kinds, olderThanMs, keepLatest, isUnused, isDetached } = selection;
  const isNewest = keepLatest === null ? () => false : newestOf(entries, keepLatest, namesOf);
  return entries.filter((entry) => {
    const names = namesOf(entry);
    if (packages.length > 0 && !packages.some((one) => names.some((name) => matchesName(name, one)))) return false;
    if (kinds.length > 0 && !kinds.includes(entry.kind)) return false;
    if (olderThanMs !== null && !(entry.lastUsed !== null && now - entry.lastUsed > olderThanMs)) return false;
    if (isUnused && entry.isUsed !== "no") return false;
    if (isDetached && entry.kind !== "detached") return false;
    return !isNewest(entry);
  });
}

/** Tells the newest versions of each package, and everything of which nobody can say the version. */
function newestOf(entries: readonly CacheEntry[], count: number, namesOf: NamesOf): (entry: CacheEntry) => boolean {
  const versions = new Map<string, Set<string>>();
  for (const entry of entries) {
    const [name] = namesOf(entry);
    if (name === undefined || entry.version === null) continue;
    versions.set(name, (versions.get(name) ?? new Set()).add(entry.version));
  }
  return (entry) => {
    const [name] = namesOf(entry);
    if (name === undefined || entry.version === null) return true;
    const against = [...versions.get(name)!].map((other) => ({ other, by: compareVersions(other, entry.version!) }));
    if (against.some(({ by }) => by === undefined)) return true;
    return distinct(against.filter(({ by }) => by! > 0).map(({ other }) => other)) < count;
  };
}

/** How many versions these are: `2.0` and `2.0.0` are one. */
function distinct(versions: readonly string[]): number {
  return versions.filter((one, at) => !versions.slice(0, at).some((other) => compareVersions(one, other) === 0)).length;
}
