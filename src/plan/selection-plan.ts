import type { CachePlan, CacheStep, CacheUnit, LeftCache, PartStep } from "../model/cache-plan.ts";
import { hasTarget, type CacheTargets } from "../model/cache-selection.ts";
import type { AbsolutePath } from "../model/path.ts";
import { NO_BYTES, type Identity } from "../model/plan.ts";
import { strictest } from "../model/safety.ts";
import {
  againstAll,
  baseOf,
  leftOf,
  ownerAsked,
  planOf,
  stepsFor,
  type CacheCandidate,
  type Draft,
} from "./cache-plan.ts";

/** A cache of which some things were selected. */
export interface SelectedCandidate extends CacheCandidate {
  /** In the order in which they go. */
  readonly units: readonly CacheUnit[];
  /** By the places of units that our own steps remove. */
  readonly identities: ReadonlyMap<AbsolutePath, Identity>;
  /** Why some of what was selected stays. */
  readonly reasons: readonly string[];
  /** What is kept as it was asked for. */
  readonly kept: readonly string[];
  /** What its file system has free now, in bytes. */
  readonly free: number;
  /** There is a target and no filter, and its owner's command takes only what nobody uses: that goes first. */
  readonly isPrunedFirst: boolean;
  /** Nothing can be taken out of it by itself, and with a target for free space and no filter it goes as a whole. */
  readonly isWhole: boolean;
}

/**
 * Decides how the selected things of each cache go. With a target they go by age, the longest unused first, and what
 * the forecast does not need for the target is held in reserve. Pure.
 */
export function planSelection(
  id: string,
  candidates: readonly SelectedCandidate[],
  action: PartStep["action"],
  targets: CacheTargets,
): CachePlan {
  const left: LeftCache[] = [];
  const first: Draft[][] = [];
  const rows: { readonly lastUsed: number; readonly drafts: Draft[] }[] = [];
  for (const candidate of candidates) {
    const against = againstAll({ ...candidate, isNamed: true });
    if (against.length > 0) {
      left.push(
        leftOf(
          candidate,
          against.map(({ text }) => text),
          true,
        ),
      );
      continue;
    }
    const reasons = [...candidate.reasons];
    if (candidate.isPrunedFirst)
      first.push(stepsFor(candidate, action).steps.filter((step) => step.action === "owner"));
    const whole = candidate.isWhole ? stepsFor(candidate, action) : { steps: [], reasons: [] };
    reasons.push(...whole.reasons);
    const all = [
      ...candidate.units.map((unit) => ({ lastUsed: lastUseOf(unit), drafts: draftsFor(candidate, unit, action) })),
      ...whole.steps.map((step) => ({ lastUsed: candidate.cache.lastActivity ?? Infinity, drafts: [step] })),
    ];
    const isIdle = (drafts: readonly Draft[]): boolean =>
      targets.untilFree !== null && drafts.some((draft) => draft.action === "trash");
    rows.push(...all.filter(({ drafts }) => !isIdle(drafts)));
    if (all.some(({ drafts }) => isIdle(drafts))) {
      reasons.push("what is moved to the trash frees nothing: --permanent deletes it");
    }
    if (candidate.kept.length > 0) left.push(leftOf(candidate, candidate.kept, false));
    if (reasons.length > 0) left.push(leftOf(candidate, [...new Set(reasons)], true));
  }
  const ordered = hasTarget(targets) ? rows.toSorted((a, b) => a.lastUsed - b.lastUsed) : rows;
  const drafts = reserved([...first, ...ordered.map((row) => row.drafts)], candidates, targets);
  return planOf(id, numbered(drafts), left, targets);
}

/** What nobody knows the age of goes last. */
function lastUseOf({ entries }: CacheUnit): number {
  return Math.max(...entries.map(({ lastUsed }) => lastUsed ?? Infinity));
}

function draftsFor(candidate: SelectedCandidate, unit: CacheUnit, action: PartStep["action"]): Draft[] {
  const { what, way, places, bytes, entries } = unit;
  const common = { ...baseOf(candidate), what, safety: entries.map(({ safety }) => safety).reduce(strictest) };
  if (way.by === "owner") {
    return [{ ...common, ...ownerAsked(candidate, candidate.store.owner!, way.arguments), bytes, takes: places }];
  }
  return places.flatMap((path, index): Draft[] => {
    const identity = candidate.identities.get(path);
    if (!identity) return [];
    const part = { path, identity, takes: [path], because: way.because };
    // The number of the first step is not known yet: the empty text stands for it.
    return [{ ...common, action, ...part, bytes: index === 0 ? bytes : NO_BYTES, after: index === 0 ? null : "" }];
  });
}

/** Marks what comes only when the forecast was wrong. */
function reserved(
  rows: readonly Draft[][],
  candidates: readonly SelectedCandidate[],
  { maxSize, untilFree }: CacheTargets,
): Draft[] {
  const sizes = new Map(candidates.map(({ cache }) => [cache.id, cache.bytes.allocated]));
  const free = new Map(candidates.map((one) => [one.cache.id, one.free]));
  const device = new Map(candidates.map(({ cache, identity }) => [cache.id, identity?.device]));
  return rows.flatMap((drafts) => {
    const [first] = drafts;
    if (!first) return [];
    const isLarge = maxSize !== null && sizes.get(first.cache)! > maxSize;
    const isShort = untilFree !== null && free.get(first.cache)! < untilFree;
    const isReserve = (maxSize !== null || untilFree !== null) && !isLarge && !isShort;
    if (!isReserve) {
      const sum = (of: "allocated" | "frees"): number => drafts.reduce((total, { bytes }) => total + bytes[of], 0);
      sizes.set(first.cache, sizes.get(first.cache)! - sum("allocated"));
      for (const [cache, bytes] of free) {
        if (device.get(cache) === device.get(first.cache)) free.set(cache, bytes + sum("frees"));
      }
    }
    return drafts.map((draft) => ({ ...draft, isReserve }));
  });
}

function numbered(drafts: readonly Draft[]): CacheStep[] {
  let first = "";
  return drafts.map((draft, index): CacheStep => {
    const id = String(index + 1);
    if (draft.action === "owner") return { ...draft, id };
    if (draft.after === null) first = id;
    return { ...draft, id, after: draft.after === null ? null : first };
  });
}
