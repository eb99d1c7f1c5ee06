import { measurePlace, openMeter } from "../caches/measure.ts";
import { bytesOf } from "../model/sums.ts";
import type { CachePlan, CacheStep } from "../model/cache-plan.ts";
import { hasTarget, type CacheTargets } from "../model/cache-selection.ts";
import type { AbsolutePath } from "../model/path.ts";
import { codeOf } from "../system/files.ts";
import { availableBytes, settledFreeSpace } from "../system/free-space.ts";
import type { Host } from "../system/host.ts";

/** How far a cache is from its targets, in bytes. */
export interface TargetState {
  readonly cache: string;
  readonly path: AbsolutePath;
  /** Null unless it is asked about. */
  readonly size: number | null;
  /** What a user may still write on its file system; null when nobody can say. */
  readonly free: number | null;
  readonly isReached: boolean;
}

type Place = { readonly id: string; readonly path: AbsolutePath };

/** What a cache holds and what is free beside it, measured now. */
export async function targetState(host: Host, { id, path }: Place, targets: CacheTargets): Promise<TargetState> {
  const size = targets.maxSize === null ? null : sizeOf(host, path);
  const free = targets.untilFree === null ? null : await freeNow(host, path);
  const isSmall = targets.maxSize === null || size! <= targets.maxSize;
  const isFree = targets.untilFree === null || (free !== null && free >= targets.untilFree);
  return { cache: id, path, size, free, isReached: isSmall && isFree };
}

/** Whether a step is still needed when its turn comes; null when no target was given. */
export function neededUntil(host: Host, plan: CachePlan): ((step: CacheStep) => Promise<boolean>) | null {
  if (!hasTarget(plan.targets)) return null;
  const known = new Map<string, { state: TargetState; since: number }>();
  const needless = new Set<string>();
  return async (step) => {
    // The second file of a thing goes with the first.
    if (step.action !== "owner" && step.after !== null) return !needless.has(step.after);
    const last = known.get(step.cache);
    const isFar = last !== undefined && !last.state.isReached && !mayBeReached(last, plan.targets);
    if (isFar && step.action !== "owner") {
      last.since += step.bytes.allocated;
      return true;
    }
    const state = await targetState(host, { id: step.cache, path: step.root }, plan.targets);
    known.set(step.cache, { state, since: step.bytes.allocated });
    if (state.isReached) needless.add(step.id);
    return !state.isReached;
  };
}

/** Can what went since the last look have been enough? Small things are not worth a look after each. */
function mayBeReached({ state, since }: { state: TargetState; since: number }, targets: CacheTargets): boolean {
  const isSmall = targets.maxSize === null || (state.size ?? 0) - since <= targets.maxSize;
  const isFree = targets.untilFree === null || (state.free ?? 0) + since >= targets.untilFree;
  return isSmall && isFree;
}

const SETTLING_MS = 3000;

async function freeNow(host: Host, path: AbsolutePath): Promise<number | null> {
  await settledFreeSpace(host, path, SETTLING_MS);
  return availableBytes(path) ?? null;
}

function sizeOf(host: Host, path: AbsolutePath): number {
  try {
    const { entries, own } = measurePlace(openMeter(host), path);
    return bytesOf([...entries.values()], own).allocated;
  } catch (error) {
    // It went altogether.
    if (codeOf(error) === "ENOENT") return 0;
    throw error;
  }
}
