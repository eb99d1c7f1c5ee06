import type { Bytes } from "../model/finding.ts";
import type { Freed } from "../model/run.ts";
import type { SweepCleanTotals } from "./schema/sweep.ts";

/** What the sections of a sweep free together. */
export function sweepTotals(totals: {
  readonly forecast: Bytes;
  readonly later: Bytes;
  readonly freed: Freed | null;
}): SweepCleanTotals {
  const { forecast, later, freed } = totals;
  return { forecast: { ...forecast }, later: { ...later }, freed: freed && { ...freed } };
}
