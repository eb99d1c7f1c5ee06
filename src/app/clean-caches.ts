import { everyStore } from "../catalog/every-store.ts";
import type { StorePlace } from "../caches/inspector.ts";
import { openMeter } from "../caches/measure.ts";
import { findOwner } from "../caches/owner.ts";
import { inspectorOf } from "../caches/registry.ts";
import { surveyCache, type SurveyedCache } from "../caches/survey.ts";
import { runCachePlan } from "../execute/clean-caches.ts";
import type { RunOptions } from "../execute/run.ts";
import { trashFor } from "../execute/trash/trash-for.ts";
import type { Cache } from "../model/cache.ts";
import type { CachePlan, CacheStep, LeftCache } from "../model/cache-plan.ts";
import { join, parentOf } from "../model/path.ts";
import type { RunReport } from "../model/run.ts";
import { bytesOf } from "../model/sums.ts";
import { isOlder, planCaches, type CacheCandidate, type OwnEntry } from "../plan/cache-plan.ts";
import type { Host } from "../system/host.ts";
import { identityAt } from "../system/place-identity.ts";
import { objectionsToTouching, type Touched } from "./cache-circumstances.ts";
import { surveyCaches } from "./caches.ts";
import { newRunId } from "./run-id.ts";

export interface CleanCachesRequest {
  /** Stores to look for; empty means all. */
  readonly names: readonly string[];
  /** Ids of caches; null takes all that were found. */
  readonly chosen: readonly string[] | null;
  /** Those that were chosen by themselves, where `medium` may go. Ids. */
  readonly named: readonly string[];
  /** Delete for good where our own step removes something. */
  readonly permanent: boolean;
}

export interface CleanCachesResult {
  readonly status: "planned" | "declined" | "nothing" | "done";
  readonly plan: CachePlan;
  /** Null when nothing was carried out. */
  readonly report: RunReport | null;
  /** Chosen caches as they are afterwards; as they were where nothing was carried out. */
  readonly caches: readonly Cache[];
  /** What was left in the plan, and what was left or failed when it was carried out. */
  readonly left: readonly LeftCache[];
  /** Chosen caches as they were before, with the sums behind their figures. */
  readonly surveyed: readonly SurveyedCache[];
}

export interface CleanCachesOptions extends RunOptions {
  /** Ends with the plan. */
  readonly planOnly?: boolean;
  /** Go ahead? Asked once, with the whole plan. */
  readonly confirm: (plan: CachePlan) => Promise<boolean>;
}

/** Cleans caches through their owners. Throws `Refusal` when a run cannot begin. */
export async function cleanCaches(
  host: Host,
  request: CleanCachesRequest,
  options: CleanCachesOptions,
): Promise<CleanCachesResult> {
  const { surveyed } = surveyCaches(host, request.names);
  const chosen = surveyed.filter(({ cache }) => request.chosen === null || request.chosen.includes(cache.id));
  const before = chosen.map(({ cache }) => cache);
  const candidates: CacheCandidate[] = [];
  for (const one of chosen) candidates.push(await candidateOf(host, one, request));
  const plan = planCaches(newRunId(host), candidates, request.permanent ? "delete" : "trash");
  const nothingDone = { plan, report: null, caches: before, left: plan.left, surveyed: chosen };
  if (options.planOnly) return { status: "planned", ...nothingDone };
  if (plan.steps.length === 0) return { status: "nothing", ...nothingDone };
  if (!(await options.confirm(plan))) return { status: "declined", ...nothingDone };
  const report = await runCachePlan(
    host,
    trashFor(host),
    { plan, objections: (steps) => objectionsNow(host, steps) },
    options,
  );
  const ids = new Set(before.map(({ id }) => id));
  const after = surveyCaches(host, request.names).list.caches.filter(({ id }) => ids.has(id));
  return {
    status: "done",
    plan,
    report,
    caches: after,
    left: [...plan.left, ...leftBy(plan, report)],
    surveyed: chosen,
  };
}

async function candidateOf(host: Host, one: SurveyedCache, { named }: CleanCachesRequest): Promise<CacheCandidate> {
  const { cache, store } = one;
  const place: StorePlace = { host, path: cache.path, measured: one.measured, meter: openMeter(host) };
  const goes = cache.parts.some(({ removable }) => removable.allocated > 0);
  const owner = goes && store.owner ? await findOwner(host, store.owner) : null;
  const going = one.going.map(({ path }) => path);
  const touched = { id: cache.id, store: store.id, path: cache.path, safety: cache.safety, byOwner: true, going };
  return {
    cache,
    store,
    identity: identityAt(cache.path) ?? null,
    owner,
    againstOwner: owner ? await whyNotOwner(place, store.id, owner) : null,
    entries: goes && needsOwnSteps(one, owner) ? await ownEntries(host, one) : [],
    objections: goes ? ((await objectionsToTouching(host, [touched])).get(cache.id) ?? []) : [],
    isNamed: named.includes(cache.id),
  };
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
        await objectionsToTouching(host, [{ id: path, store: store.id, path, safety, byOwner: false, going: [path] }])
      ).get(path);
      const objection = whyNotUnderstood(store.id, path) ?? against?.join("; ") ?? null;
      entries.push({ part: id, path, identity, bytes: bytesOf([measured.entries.get(name)!]), objection });
    }
  }
  return entries;
}

function whyNotUnderstood(store: string, path: OwnEntry["path"]): string | null {
  const ask = inspectorOf(store)?.whyNotUnderstood;
  return ask ? ask(path) : "pyshed does not know its format";
}

/** Everything is asked again: obstacles, proof, processes, git, and the format of what our own step removes. */
async function objectionsNow(host: Host, steps: readonly CacheStep[]): Promise<ReadonlyMap<string, string>> {
  const meter = openMeter(host);
  const looked = steps.map((step) => {
    const store = everyStore.find(({ id }) => id === step.store)!;
    const path = step.action === "owner" ? step.path : parentOf(step.path);
    const location = { path, locatedBy: "the plan", isCurrent: true };
    return { step, store, found: surveyCache(host, meter, store, location, inspectorOf(store.id)) };
  });
  const touched = looked.map(({ step: { id, store, path, safety, action }, found }): Touched => {
    const byOwner = action === "owner";
    const inside = found && "going" in found ? found.going.map((gone) => gone.path) : [];
    return { id, store, path, safety, byOwner, going: byOwner ? inside : [path] };
  });
  const objections = new Map(
    [...(await objectionsToTouching(host, touched))].map(([id, texts]) => [id, texts.join("; ")]),
  );
  for (const { step, store, found } of looked) {
    if (found === undefined || "code" in found)
      objections.set(step.id, `it is not proven to be a ${store.title} any more`);
    else if (found.cache.obstacles.length > 0) objections.set(step.id, found.cache.obstacles.join("; "));
    else if (step.action !== "owner") {
      const why = whyNotUnderstood(step.store, step.path);
      if (why !== null) objections.set(step.id, why);
    }
  }
  return objections;
}

function leftBy({ steps }: CachePlan, { outcomes }: RunReport): LeftCache[] {
  return outcomes
    .filter(({ result }) => result !== "done")
    .map(({ step, path, reason }) => {
      const { cache, store } = steps.find(({ id }) => id === step)!;
      return { cache, store, path, reasons: reason === null ? [] : [reason], isMissed: true };
    });
}
