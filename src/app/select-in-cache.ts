import { plural } from "../model/count.ts";
import type { Selecting, StorePlace } from "../caches/inspector.ts";
import { inspectorOf } from "../caches/registry.ts";
import type { SurveyedCache } from "../caches/survey.ts";
import type { CacheEntry } from "../model/cache.ts";
import type { CacheUnit } from "../model/cache-plan.ts";
import { filtersIn, type CacheSelection } from "../model/cache-selection.ts";
import { troubleWith, type CacheCandidate } from "../plan/cache-plan.ts";
import { selectEntries } from "../plan/select-entries.ts";

/** What a selection means in one cache. */
export interface Selected {
  readonly units: readonly CacheUnit[];
  /** Why some, or all, of it stays, in clauses. */
  readonly reasons: readonly string[];
  /** What is kept as it was asked for, in clauses. */
  readonly kept: readonly string[];
  /** How many things there are to choose from, and how many were chosen. */
  readonly of: number;
  readonly chosen: number;
  /** The kinds that there are, where one was asked for that there is not; else empty. */
  readonly kinds: readonly string[];
}

const NONE = { units: [], kept: [], of: 0, chosen: 0, kinds: [] };

/** Chooses things in a cache, and says how they go together. Reads only. */
export function selectInCache(
  { cache, store }: SurveyedCache,
  place: StorePlace,
  selection: CacheSelection,
  candidate: Pick<CacheCandidate, "owner" | "againstOwner">,
): Selected {
  const inspector = inspectorOf(store.id);
  const selecting = inspector?.selecting;
  if (!inspector || !selecting) {
    return { ...NONE, reasons: [`single things cannot be taken out of the ${cache.title}: it goes as a whole`] };
  }
  const against = filtersIn(selection).flatMap((filter) => {
    const why = selecting.cannot[filter];
    return why === undefined ? [] : [`--${filter} does not fit the ${cache.title}: ${why}`];
  });
  if (against.length > 0) return { ...NONE, reasons: against };
  const contents = inspector.inspect(place);
  const offered = contents.entries.filter((entry) => isOffered(selecting, entry, selection));
  const kinds = [...new Set(offered.map(({ kind }) => kind))].toSorted();
  const isUnknown = selection.kinds.some((kind) => !kinds.includes(kind));
  const chosen = selectEntries(offered, selection, place.host.now(), selecting.namesOf ?? packageOf);
  const { owner } = store;
  const againstOwner = (entries: readonly CacheEntry[]): string | null =>
    owner
      ? troubleWith({ store, ...candidate }, owner, partsOf(entries, cache))
      : `${store.tool} has no command for it`;
  const { units, reasons, kept = [] } = selecting.unitsOf(chosen, { ...place, contents, selection, againstOwner });
  const unread = contents.problems.length > 0 ? [`${plural(contents.problems.length, "place")} could not be read`] : [];
  return {
    units,
    reasons: [...reasons, ...unread],
    kept,
    of: offered.length,
    chosen: chosen.length,
    kinds: isUnknown ? kinds : [],
  };
}

function packageOf({ package: name }: CacheEntry): readonly string[] {
  return name === null ? [] : [name];
}

/** What nothing brings back is never offered. */
function isOffered({ offers }: Selecting, entry: CacheEntry, selection: CacheSelection): boolean {
  return entry.safety !== "data" && (offers?.(entry, selection) ?? true);
}

/** The parts that the entries lie in: the owner must know their formats. */
function partsOf(entries: readonly CacheEntry[], { path, parts }: SurveyedCache["cache"]): typeof parts {
  const tops = new Set(entries.map((entry) => entry.path.slice(path.length + 1).split("/")[0]!));
  return parts.filter((part) => part.entries.some((name) => tops.has(name)));
}
