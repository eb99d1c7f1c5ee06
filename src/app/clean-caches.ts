import { checkCopyPlace, openCopyPlace, type CopyPlace, type ToCopy } from "../execute/keep-copy.ts";
import type { SurveyedCache } from "../caches/survey.ts";
import { runCachePlan } from "../execute/clean-caches.ts";
import type { RunOptions } from "../execute/run.ts";
import { trashFor } from "../execute/trash/trash-for.ts";
import type { Cache } from "../model/cache.ts";
import type { CachePlan, LeftCache } from "../model/cache-plan.ts";
import { EVERYTHING, hasTarget, NO_TARGETS, type CacheSelection, type CacheTargets } from "../model/cache-selection.ts";
import type { OwnerCheck } from "../model/owner-check.ts";
import type { AbsolutePath } from "../model/path.ts";
import type { RunReport } from "../model/run.ts";
import { planCaches, type CacheCandidate } from "../plan/cache-plan.ts";
import type { Host } from "../system/host.ts";
import { candidateOf } from "./cache-candidates.ts";
import { objectionsNow } from "./cache-objections.ts";
import { neededUntil, targetState, type TargetState } from "./cache-targets.ts";
import { surveyCaches } from "./caches.ts";
import { checkOwners } from "./check-owners.ts";
import { planSelected, type Choosing } from "./plan-selected.ts";
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
  /** Only these things in the caches; without it, and without targets, whatever may go goes. */
  readonly selection?: CacheSelection;
  readonly targets?: CacheTargets;
  /** A directory where copies are kept of what goes. */
  readonly backup?: AbsolutePath;
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
  /** How many things were to choose from and how many were chosen, by cache; empty without a selection. */
  readonly choosing: readonly Choosing[];
  /** How far each cache is from the targets at the end; empty without targets. */
  readonly targets: readonly TargetState[];
  /** What the owners say of their stores afterwards. */
  readonly checks: readonly OwnerCheck[];
  /** Where the copies lie; null when none were asked for or nothing was carried out. */
  readonly copies: CopyPlace | null;
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
  const { selection = EVERYTHING, targets = NO_TARGETS } = request;
  const { surveyed } = surveyCaches(host, request.names);
  const chosen = surveyed.filter(({ cache }) => request.chosen === null || request.chosen.includes(cache.id));
  const before = chosen.map(({ cache }) => cache);
  const { plan, choosing } = await planFor(host, request, chosen);
  const stateOf = (caches: readonly Cache[]): Promise<TargetState[]> =>
    hasTarget(targets) ? Promise.all(caches.map((cache) => targetState(host, cache, targets))) : Promise.resolve([]);
  const none = { plan, report: null, caches: before, left: plan.left, choosing, checks: [], copies: null };
  const nothing = { ...none, surveyed: chosen };
  if (options.planOnly && request.backup) checkCopyPlace(request.backup, toCopy(plan));
  if (options.planOnly) return { status: "planned", ...nothing, targets: await stateOf(before) };
  if (plan.steps.length === 0) return { status: "nothing", ...nothing, targets: await stateOf(before) };
  if (!(await options.confirm(plan))) return { status: "declined", ...nothing, targets: [] };
  const copies = request.backup ? openCopyPlace(request.backup, plan.id, toCopy(plan)) : null;
  const checkAgain = await checkOwners(host, plan);
  const report = await runCachePlan(
    host,
    trashFor(host),
    { plan, objections: (steps) => objectionsNow(host, steps, selection), isNeeded: neededUntil(host, plan), copies },
    options,
  );
  const ids = new Set(before.map(({ id }) => id));
  const after = surveyCaches(host, request.names).list.caches.filter(({ id }) => ids.has(id));
  const left = [...plan.left, ...leftBy(plan, report)];
  const checks = await checkAgain(report);
  return {
    status: "done",
    plan,
    report,
    caches: after,
    left,
    choosing,
    targets: await stateOf(before),
    checks,
    copies,
    surveyed: chosen,
  };
}

async function planFor(
  host: Host,
  request: CleanCachesRequest,
  chosen: Parameters<typeof planSelected>[1],
): Promise<{ readonly plan: CachePlan; readonly choosing: readonly Choosing[] }> {
  const { selection, targets = NO_TARGETS, named, permanent } = request;
  const action = permanent ? "delete" : "trash";
  if (selection !== undefined || hasTarget(targets)) {
    return planSelected(host, chosen, newRunId(host), selection ?? EVERYTHING, targets, action);
  }
  const candidates: CacheCandidate[] = [];
  for (const one of chosen) candidates.push(await candidateOf(host, one, named.includes(one.cache.id)));
  return { plan: planCaches(newRunId(host), candidates, action), choosing: [] };
}

function toCopy({ steps, targets }: CachePlan): ToCopy {
  const bytes = steps.filter(({ isReserve }) => !isReserve).reduce((sum, step) => sum + step.bytes.allocated, 0);
  return { stores: steps.map(({ root }) => root), bytes, isForRoom: targets.untilFree !== null };
}

function leftBy({ steps }: CachePlan, { outcomes }: RunReport): LeftCache[] {
  return outcomes
    .filter(({ result }) => result !== "done")
    .map(({ step, path, reason }) => {
      const { cache, store } = steps.find(({ id }) => id === step)!;
      return { cache, store, path, reasons: reason === null ? [] : [reason], isMissed: true };
    });
}
