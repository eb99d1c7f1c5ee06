import type { StorePlace } from "../caches/inspector.ts";
import { findOwner } from "../caches/owner.ts";
import { inspectorOf } from "../caches/registry.ts";
import type { SurveyedCache } from "../caches/survey.ts";
import { join, parentOf, type AbsolutePath } from "../model/path.ts";
import { bytesOf } from "../model/sums.ts";
import { isOlder } from "../model/version.ts";
import type { CacheCandidate, OwnEntry } from "../plan/cache-plan.ts";
import type { Host } from "../system/host.ts";
import { identityAt } from "../system/place-identity.ts";
import { objectionsToTouching, type Touched } from "./cache-circumstances.ts";
import { placeOf } from "./surroundings.ts";

/**
 * Everything that decides how a cache is cleaned. `isNamed`: it was chosen by itself. `isSelected`: things in it are
 * chosen, so it is asked about even where nothing goes by itself.
 */
export async function candidateOf(
  host: Host,
  one: SurveyedCache,
  isNamed: boolean,
  isSelected = false,
): Promise<CacheCandidate> {
  const { cache, store } = one;
  const place = placeOf(host, one);
  const goes = isSelected || cache.parts.some(({ removable }) => removable.allocated > 0);
  const owner = goes && store.owner ? await findOwner(host, store.owner) : null;
  const touched: Touched = {
    id: cache.id,
    store: store.id,
    path: cache.path,
    root: parentOf(cache.path),
    safety: cache.safety,
    byOwner: true,
    going: one.going.map(({ path }) => path),
  };
  return {
    cache,
    store,
    identity: identityAt(cache.path) ?? null,
    owner,
    going: placesByPart(one),
    againstOwner: owner ? await whyNotOwner(place, store.id, owner) : null,
    entries: goes && needsOwnSteps(one, owner) ? await ownEntries(host, one) : [],
    objections: goes ? ((await objectionsToTouching(host, [touched])).get(cache.id) ?? []) : [],
    isNamed,
  };
}

/** What cleaning removes, by the ids of the parts. */
function placesByPart({ going }: SurveyedCache): ReadonlyMap<string, readonly AbsolutePath[]> {
  const places = new Map<string, AbsolutePath[]>();
  for (const { part, path } of going) {
    const known = places.get(part);
    if (known) known.push(path);
    else places.set(part, [path]);
  }
  return places;
}

/** Looking through every file of a format is not for nothing: only where the owner will not do. */
function needsOwnSteps({ cache, store }: SurveyedCache, owner: CacheCandidate["owner"]): boolean {
  const present = store.parts.filter(({ id }) => cache.parts.some((part) => part.id === id));
  if (owner === null || present.some(({ removedBy }) => removedBy === "pyshed")) return true;
  return present.some(
    ({ knownSince }) => knownSince !== undefined && (owner.version === null || isOlder(owner.version, knownSince)),
  );
}

async function whyNotOwner(
  place: StorePlace,
  store: string,
  owner: NonNullable<CacheCandidate["owner"]>,
): Promise<string | null> {
  try {
    return (await inspectorOf(store)?.whyNotOwner?.(place, owner)) ?? null;
  } catch (error) {
    return `cannot tell whether it is safe to run ${owner.program}: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** What our own steps could remove: entries of parts that allow it, in a format that is known throughout. */
async function ownEntries(host: Host, { cache, store, measured }: SurveyedCache): Promise<OwnEntry[]> {
  const entries: OwnEntry[] = [];
  for (const { id, entries: names, safety } of cache.parts) {
    const part = store.parts.find((known) => known.id === id);
    if (part?.removedBy !== "pyshed" && part?.alsoByPyshed !== true) continue;
    for (const name of names) {
      const path = join(cache.path, name);
      const identity = identityAt(path);
      if (!identity) continue;
      const against = (
        await objectionsToTouching(host, [
          { id: path, store: store.id, path, root: cache.path, safety, byOwner: false, going: [path] },
        ])
      ).get(path);
      const objection = whyNotUnderstood(store.id, path) ?? against?.join("; ") ?? null;
      entries.push({ part: id, path, identity, bytes: bytesOf([measured.entries.get(name)!]), objection });
    }
  }
  return entries;
}

/** Why our own step may not remove an entry at the top of a store, or null. */
export function whyNotUnderstood(store: string, path: OwnEntry["path"]): string | null {
  const ask = inspectorOf(store)?.whyNotUnderstood;
  return ask ? ask(path) : "pyshed does not know its format";
}
