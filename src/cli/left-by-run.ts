import type { RunReport } from "../model/run.ts";
import type { Stayed } from "../report/left-text.ts";

/** What a run did not do, and why. */
export function leftByRun({ outcomes }: RunReport): Stayed[] {
  return outcomes
    .filter(({ result }) => result !== "done")
    .map(({ path, reason, hint }) => ({ path, reasons: [reason, hint].filter((text) => text !== null) }));
}
