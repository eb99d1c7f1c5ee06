import { narrowTo, storesOf, surveyCaches, type CacheSurvey } from "../app/caches.ts";
import type { Host } from "../app/this-host.ts";
import type { Cache } from "../model/cache.ts";
import type { SortOrder } from "../model/selection.ts";
import type { ScanFlags } from "./scan-options.ts";

/** The options of a scan that leave caches out. */
export type CachesSelection = Partial<Pick<ScanFlags, "only" | "exclude" | "minSize" | "sort" | "top">>;

/** The stores that `--only` and `--exclude` leave. */
export function storesFor({ only = [], exclude = [] }: CachesSelection): readonly string[] {
  return storesOf(only, exclude);
}

/** The caches that the options of a scan leave, largest first unless told otherwise. No names mean all stores. */
export function selectCaches(host: Host, names: readonly string[], flags: CachesSelection): CacheSurvey {
  const survey = surveyCaches(host, names);
  const large = survey.list.caches.filter(({ removable }) => removable.freesUpTo >= (flags.minSize ?? 0));
  const sorted = sortCaches(large, flags.sort ?? "size");
  return narrowTo(survey, flags.top ? sorted.slice(0, flags.top) : sorted);
}

/** Caches come by size. By age the oldest is first, and what has no age last. */
function sortCaches(caches: readonly Cache[], order: SortOrder): readonly Cache[] {
  switch (order) {
    case "size":
      return caches;
    case "age":
      return caches.toSorted((a, b) => (a.lastActivity ?? Infinity) - (b.lastActivity ?? Infinity) || 0);
    case "name":
      return caches.toSorted((a, b) => (a.title < b.title ? -1 : a.title > b.title ? 1 : 0));
  }
}
