import { everyStore } from "../catalog/every-store.ts";
import { inspectorOf } from "../caches/registry.ts";
import { locate } from "../caches/locate.ts";
import { surveyCache, type SurveyedCache } from "../caches/survey.ts";
import type { Cache, CacheContents, CacheList } from "../model/cache.ts";
import type { Problem } from "../model/finding.ts";
import { bytesOf, outermostOf, type Sums } from "../model/sums.ts";
import type { Store } from "../model/store.ts";
import type { Host } from "../system/host.ts";
import { placeOf, surroundingsOf } from "./surroundings.ts";

/** The stores of the catalogue by the names that commands take. */
export function storeNames(): readonly string[] {
  return everyStore.map(({ id }) => id);
}

/** Every name that `storesOf` knows, in lower case. */
export function namesOfStores(): readonly string[] {
  return everyStore.flatMap(({ id, tool }) => [id, tool.toLowerCase()]);
}

/** The stores of these tools, or all but some; names are those of stores or tools, in any case. */
export function storesOf(only: readonly string[], exclude: readonly string[]): readonly string[] {
  const [wanted, unwanted] = [only, exclude].map((names) => names.map((name) => name.toLowerCase()));
  const isNamed = (names: readonly string[], { id, tool }: Store): boolean =>
    names.includes(id) || names.includes(tool.toLowerCase());
  return everyStore
    .filter((store) => (only.length === 0 || isNamed(wanted!, store)) && !isNamed(unwanted!, store))
    .map(({ id }) => id);
}

/** The caches of this machine and what is known beyond their figures. */
export interface CacheSurvey {
  readonly list: CacheList;
  readonly surveyed: readonly SurveyedCache[];
}

/** Looks for stores; all of the catalogue, or those that are named. Reads only. */
export function surveyCaches(host: Host, names: readonly string[] = []): CacheSurvey {
  const surroundings = surroundingsOf(host);
  const surveyed = new Map<string, SurveyedCache>();
  const problems: Problem[] = [];
  for (const store of everyStore) {
    if (names.length > 0 && !names.includes(store.id)) continue;
    for (const location of locate(host, store)) {
      const found = surveyCache(surroundings, store, location, inspectorOf(store.id));
      if (found === undefined) continue;
      if ("code" in found) problems.push(found);
      // Several names may lead to one place: the tool's own order decides which of them is told.
      else if (!surveyed.has(found.cache.id)) surveyed.set(found.cache.id, found);
    }
  }
  const all = [...surveyed.values()].toSorted(bySize);
  // One setting may name the place of either of two stores: what the other knows is no problem.
  const known = new Set(all.map(({ cache }) => cache.path));
  const unknown = problems.filter(({ code, path }) => code !== "EINVAL" || !known.has(path));
  return { list: listOf(all, unknown), surveyed: all };
}

/** The same with these caches alone, in this order. */
export function narrowTo({ list, surveyed }: CacheSurvey, caches: readonly Cache[]): CacheSurvey {
  const known = new Map(surveyed.map((one) => [one.cache.id, one]));
  const kept = caches.flatMap(({ id }) => known.get(id) ?? []);
  return { list: listOf(kept, list.problems), surveyed: kept };
}

/** What is inside of one cache, or null where nobody can tell. */
export function inspectCache(host: Host, one: SurveyedCache): CacheContents | null {
  return inspectorOf(one.cache.store)?.inspect(placeOf(host, one)) ?? null;
}

function listOf(all: readonly SurveyedCache[], problems: readonly Problem[]): CacheList {
  const caches: readonly Cache[] = all.map(({ cache }) => cache);
  // What is only shown, such as installed interpreters and programs, is in no total: nothing of it can go.
  const cleanable = all.filter(({ cache }) => cache.safety !== "data");
  const outermost = outermostOf(cleanable.map((one) => ({ ...one, path: one.cache.path })));
  const whole = bytesOf(
    outermost.flatMap(cleanableIn),
    outermost.reduce((sum, { measured }) => sum + measured.own, 0),
  );
  const { frees, freesUpTo } = bytesOf(outermostOf(all.flatMap(({ going }) => going)).map(({ sums }) => sums));
  return { caches, totals: { caches: cleanable.length, allocated: whole.allocated, frees, freesUpTo }, problems };
}

/** The sums of what lies at the top of a store, without the parts that are never removed. */
function cleanableIn({ cache, measured }: SurveyedCache): readonly Sums[] {
  const kept = new Set(cache.parts.filter(({ safety }) => safety === "data").flatMap(({ entries }) => entries));
  return [...measured.entries].filter(([name]) => !kept.has(name)).map(([, sums]) => sums);
}

function bySize({ cache: a }: SurveyedCache, { cache: b }: SurveyedCache): number {
  return b.removable.frees - a.removable.frees || b.bytes.allocated - a.bytes.allocated || (a.path < b.path ? -1 : 1);
}
