import { linkSteps } from "../dedupe/make-link-plan.ts";
import { runLinkPlan } from "../execute/link-run.ts";
import type { RunOptions } from "../execute/run.ts";
import { trashFor } from "../execute/trash/trash-for.ts";
import type { Duplicates } from "../model/duplicates.ts";
import type { Bytes } from "../model/finding.ts";
import type { LinkPlan, LinkStep } from "../model/link-step.ts";
import { addBytes, NO_BYTES } from "../model/plan.ts";
import type { RunReport } from "../model/run.ts";
import type { Host } from "../system/host.ts";
import { identityAt } from "../system/place-identity.ts";
import { findDuplicates, type DuplicatesOptions, type DuplicatesRequest, type LeftEnvironment } from "./duplicates.ts";
import { leftEnvironments } from "./left-environments.ts";
import { newRunId } from "./run-id.ts";

export interface DedupeOptions extends RunOptions, Pick<DuplicatesOptions, "onProgress" | "threads"> {
  /** Asked once when there is something to link: false leaves everything as it is. */
  readonly confirm: (duplicates: Duplicates, plan: LinkPlan) => Promise<boolean>;
}

export interface DedupeResult {
  readonly status: "nothing" | "declined" | "done";
  readonly duplicates: Duplicates;
  readonly plan: LinkPlan;
  /** Environments whose files are not linked, as was known before it began. */
  readonly left: readonly LeftEnvironment[];
  readonly report: RunReport | null;
  /** What the files that were linked were to give back; a range where only some of a package's files were. */
  readonly forecast: Bytes;
}

/** Finds what is the same, makes a plan, asks, and links. Throws `Refusal` where no journal can be kept. */
export async function dedupe(host: Host, request: DuplicatesRequest, options: DedupeOptions): Promise<DedupeResult> {
  const leave: DuplicatesOptions["leave"] = (environments) => leftEnvironments(host, environments);
  const { duplicates, analysis, left } = await findDuplicates(host, request, { ...options, leave });
  const steps = linkSteps(analysis, identityAt);
  const plan = planOf(host, steps);
  const result = { duplicates, plan, left, report: null, forecast: NO_BYTES };
  if (steps.length === 0 || duplicates.interrupted) return { ...result, status: "nothing" };
  if (!(await options.confirm(duplicates, plan))) return { ...result, status: "declined" };
  const report = await runLinkPlan(
    host,
    trashFor(host),
    { plan, objections: (near) => objectionsTo(host, near) },
    options,
  );
  return { ...result, status: "done", report, forecast: forecastOf(report) };
}

function forecastOf({ outcomes }: RunReport): Bytes {
  return outcomes
    .filter(({ result }) => result === "done" || result === "partial")
    .map(({ bytes, result }) => (result === "done" ? bytes : { ...bytes, frees: 0 }))
    .reduce(addBytes, NO_BYTES);
}

function planOf(host: Host, steps: readonly LinkStep[]): LinkPlan {
  return { id: newRunId(host), steps, forecast: steps.reduce((sum, { bytes }) => addBytes(sum, bytes), NO_BYTES) };
}

/** Why some must be left now, by step: its environment is in use or somebody else's, or one that it would link to. */
async function objectionsTo(host: Host, steps: readonly LinkStep[]): Promise<ReadonlyMap<string, string>> {
  const left = await leftEnvironments(host, [
    ...new Set(steps.flatMap(({ environment, leaderEnvironments }) => [environment, ...leaderEnvironments])),
  ]);
  return new Map(
    steps.flatMap(({ id, environment, leaderEnvironments }): [string, string][] => {
      const own = left.get(environment);
      if (own !== undefined) return [[id, own]];
      const leader = leaderEnvironments.find((path) => left.has(path));
      return leader === undefined ? [] : [[id, `of ${leader}, which it would share files with: ${left.get(leader)}`]];
    }),
  );
}
