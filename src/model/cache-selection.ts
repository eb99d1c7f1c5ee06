/** Which things in a cache are meant. Whatever is given must hold for each of them. */
export interface CacheSelection {
  /** Patterns with `*` and `?` for normalised names; empty takes every name, and what has none. */
  readonly packages: readonly string[];
  /** As the entries are called: `wheel`, `map`. Empty takes every kind. */
  readonly kinds: readonly string[];
  /** Last used longer ago than that, in milliseconds. */
  readonly olderThanMs: number | null;
  /** So many newest versions of each package stay. */
  readonly keepLatest: number | null;
  /** Only what nothing outside of the cache uses. */
  readonly isUnused: boolean;
  /** Only revisions that no branch or tag points to. */
  readonly isDetached: boolean;
}

/** When enough has gone; measured. Bytes. */
export interface CacheTargets {
  /** Each cache holds no more than that. */
  readonly maxSize: number | null;
  /** So much is free on the file system of each cache. */
  readonly untilFree: number | null;
}

export const EVERYTHING: CacheSelection = {
  packages: [],
  kinds: [],
  olderThanMs: null,
  keepLatest: null,
  isUnused: false,
  isDetached: false,
};

export const NO_TARGETS: CacheTargets = { maxSize: null, untilFree: null };

/** What a selection can ask about a thing, named as its option. */
export type CacheFilter = "package" | "kind" | "older-than" | "keep-latest" | "unused" | "detached";

/** The questions that a selection asks. */
export function filtersIn(selection: CacheSelection): readonly CacheFilter[] {
  const { packages, kinds, olderThanMs, keepLatest, isUnused, isDetached } = selection;
  const asked: readonly (readonly [CacheFilter, boolean])[] = [
    ["package", packages.length > 0],
    ["kind", kinds.length > 0],
    ["older-than", olderThanMs !== null],
    ["keep-latest", keepLatest !== null],
    ["unused", isUnused],
    ["detached", isDetached],
  ];
  return asked.filter(([, isAsked]) => isAsked).map(([filter]) => filter);
}

export function hasTarget({ maxSize, untilFree }: CacheTargets): boolean {
  return maxSize !== null || untilFree !== null;
}

/** Does a name match a pattern with `*` and `?`? Both are compared as names of packages are (PEP 503). */
export function matchesName(name: string, pattern: string): boolean {
  const plain = (text: string): string => text.toLowerCase().replace(/[-_.]+/g, "-");
  const expression = plain(pattern)
    .replace(/[\\^$+()|[\]{}]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${expression}$`, "su").test(plain(name));
}
