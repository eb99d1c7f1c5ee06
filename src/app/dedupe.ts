import { linkSteps } from "../dedupe/make-link-plan.ts";
import { inUse } from "../evidence/in-use.ts";
import { runLinkPlan } from "../execute/link-run.ts";
import type { RunOptions } from "../execute/run.ts";
import { trashFor } from "../execute/trash/trash-for.ts";
import type { Duplicates } from "../model/duplicates.ts";
import type { Bytes } from "../model/finding.ts";
import type { LinkPlan, LinkStep } from "../model/link-step.ts";
import { addBytes, NO_BYTES } from "../model/plan.ts";
import type { RunReport } from "../model/run.ts";
import { userBehind } from "../system/caller.ts";
import { statusOrNothing } from "../system/files.ts";
import type { Host } from "../system/host.ts";
import { identityAt } from "../system/place-identity.ts";
import { findDuplicates, type DuplicatesOptions, type DuplicatesRequest } from "./duplicates.ts";
import { newRunId } from "./run-id.ts";

export interface DedupeOptions extends RunOptions, Pick<DuplicatesOptions, "onProgress" | "threads"> {
  /** Asked once when there is something to link: false leaves everything as it is. */
  readonly confirm: (duplicates: Duplicates, plan: LinkPlan) => Promise<boolean>;
}

export interface LeftEnvironment {
  readonly path: string;
  readonly reasons: readonly string[];
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
  const { duplicates, analysis } = await findDuplicates(host, request, options);
  const all = linkSteps(analysis, identityAt);
  const objections = await objectionsTo(host, all);
  const steps = all.filter(({ id }) => !objections.has(id));
  const plan = planOf(host, steps);
  const left = leftBy(all, objections);
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

/** Why some must be left now, by step: an environment that is in use, or somebody else's. */
async function objectionsTo(host: Host, steps: readonly LinkStep[]): Promise<ReadonlyMap<string, string>> {
  const environments = [...new Set(steps.map(({ environment }) => environment))];
  const used = await inUse(host, environments);
  const reasons = new Map(
    environments.map((path): [string, string | null] => {
      const { answer, reason } = used.get(path)!;
      if (answer === "yes") return [path, `it is in use: ${reason}`];
      if (answer === "unknown") return [path, `cannot tell whether it is in use: ${reason}`];
      const owner = statusOrNothing(path)?.owner;
      const isOurs = host.userId < 0 || owner === host.userId || owner === userBehind(host);
      return [path, isOurs ? null : "it belongs to somebody else"];
    }),
  );
  return new Map(
    steps.flatMap(({ id, environment }): [string, string][] => {
      const reason = reasons.get(environment) ?? null;
      return reason === null ? [] : [[id, reason]];
    }),
  );
}

function leftBy(steps: readonly LinkStep[], objections: ReadonlyMap<string, string>): LeftEnvironment[] {
  const left = new Map(
    steps.flatMap(({ id, environment }): [string, LeftEnvironment][] => {
      const reason = objections.get(id);
      return reason === undefined ? [] : [[environment, { path: environment, reasons: [reason] }]];
    }),
  );
  return [...left.values()];
}
