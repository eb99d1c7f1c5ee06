import type { Bytes } from "../model/finding.ts";
import { addBytes, NO_BYTES } from "../model/plan.ts";
import type { Freed, RunReport } from "../model/run.ts";
import { bytesOf, outermostOf, type PlaceSums } from "../model/sums.ts";
import type { CacheSurvey } from "./caches.ts";
import type { CleanResult } from "./clean.ts";
import type { CleanCachesResult } from "./clean-caches.ts";

/** What one section of a sweep takes, or would take. */
export interface Swept {
  /** What goes at once: deleted for good, or cleaned by its owner. */
  readonly now: readonly PlaceSums[];
  /** What goes to the trash. */
  readonly later: readonly PlaceSums[];
  /** Measured; null when nothing was to be freed at once, or when it could not be measured. */
  readonly freed: Freed | null;
  /** It was carried out: the sections after it were measured when it had gone. */
  readonly isDone: boolean;
}

/** The sections of a sweep added up. */
export interface SweepTotals {
  /** What comes free at once. */
  readonly forecast: Bytes;
  /** What a purge gives back after that. */
  readonly later: Bytes;
  readonly freed: Freed | null;
}

/** What places give back when all of them go; a file with links in several of them is there once. */
export function bytesOfAll(places: readonly PlaceSums[]): Bytes {
  return bytesOf(outermostOf(places).map(({ sums }) => sums));
}

/**
 * Adds up sections in their order. A file that an environment and a store hold comes free with whichever goes last, so
 * what goes to the trash gives back more at the purge than it would have alone.
 */
export function addUp(sections: readonly Swept[]): SweepTotals {
  // What is gone has no links any more in what was measured after it.
  const gone = sections.slice(0, -1).filter(({ isDone }) => isDone);
  const fresh = sections.filter((section) => !gone.includes(section)).flatMap(({ now }) => now);
  const forecast = [...gone.map(({ now }) => now), fresh].map(bytesOfAll).reduce(addBytes, NO_BYTES);
  const both = bytesOfAll([...sections.flatMap(({ later }) => later), ...fresh]);
  const freed = sections.flatMap((section) => section.freed ?? []);
  return {
    forecast,
    later: subtract(both, bytesOfAll(fresh)),
    freed:
      freed.length === 0
        ? null
        : {
            bytes: freed.reduce((sum, { bytes }) => sum + bytes, 0),
            copies: freed.reduce((sum, { copies }) => sum + copies, 0),
            journal: freed.reduce((sum, { journal }) => sum + journal, 0),
            isSettled: freed.every(({ isSettled }) => isSettled),
          },
  };
}

function subtract(a: Bytes, b: Bytes): Bytes {
  return {
    apparent: a.apparent - b.apparent,
    allocated: a.allocated - b.allocated,
    frees: a.frees - b.frees,
    freesUpTo: a.freesUpTo - b.freesUpTo,
  };
}

/** What these caches give back when they are cleaned. */
export function goingIn({ surveyed }: CacheSurvey): readonly PlaceSums[] {
  return surveyed.flatMap(({ going }) => going);
}

export function sweptInProjects({ status, plan, report, sumsOf }: CleanResult): Swept {
  const steps = plan.steps.filter(({ id }) => isTaken(status, report, id));
  const of = (isTrash: boolean): readonly PlaceSums[] =>
    sumsOf(steps.filter(({ action }) => (action === "trash") === isTrash).map(({ finding }) => finding));
  return { now: of(false), later: of(true), freed: report?.freed ?? null, isDone: status === "done" };
}

export function sweptInCaches({ status, plan, report, surveyed }: CleanCachesResult): Swept {
  const steps = plan.steps.filter(({ id }) => isTaken(status, report, id));
  const of = (isTrash: boolean): readonly PlaceSums[] =>
    surveyed.flatMap(({ cache, store, going }) => {
      const own = steps.filter((step) => step.cache === cache.id && (step.action === "trash") === isTrash);
      const places = new Set(own.filter(({ action }) => action !== "owner").map(({ path }) => path));
      const hasOwner = own.some(({ action }) => action === "owner");
      const byOwner = store.parts.filter(({ removedBy }) => removedBy.startsWith("owner")).map(({ id }) => id);
      return going.filter(({ path, part }) => places.has(path) || (hasOwner && byOwner.includes(part)));
    });
  return { now: of(false), later: of(true), freed: report?.freed ?? null, isDone: status === "done" };
}

function isTaken(status: string, report: RunReport | null, step: string): boolean {
  if (status === "planned") return true;
  return report?.outcomes.find((outcome) => outcome.step === step)?.result === "done";
}
