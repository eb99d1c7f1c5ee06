import type { Artifact } from "../model/artifact.ts";
import type { Plan, Step } from "../model/plan.ts";
import type { RunReport } from "../model/run.ts";
import type { Host } from "../system/host.ts";
import { deleteIt, trashIt } from "./acts.ts";
import { asideName } from "./journal-places.ts";
import type { IntentRecord } from "./journal-records.ts";
import { objectionTo } from "./recheck.ts";
import { runTasks, type RunOptions } from "./run.ts";
import type { Task } from "./task.ts";
import type { Trash } from "./trash/trash.ts";

/** What a plan is checked against when it is carried out. */
export interface ApplyRequest {
  readonly plan: Plan;
  readonly artifactOf: (id: string) => Artifact | undefined;
  /** Evidence and guards, asked again for steps that are about to act: why some must be left now, by step. */
  readonly objections: (steps: readonly Step[]) => Promise<ReadonlyMap<string, string>>;
  /** What brings an environment's packages back as it is now, or null. */
  readonly pinsOf: (step: Step) => readonly string[] | null;
}

/**
 * Carries out a plan: each step is checked again just before it acts, and left with a reason when what is there is not
 * what the plan saw. Throws `Refusal`: `plan-used`, `busy` or `no-journal`; then nothing was done.
 */
export function applyPlan(
  host: Host,
  trash: Trash,
  request: ApplyRequest,
  options: RunOptions = {},
): Promise<RunReport> {
  const { plan } = request;
  const steps = new Map(plan.steps.map((step) => [step.id, step]));
  return runTasks(
    host,
    trash,
    {
      run: plan.id,
      kind: "clean",
      tasks: plan.steps.map((step) => taskFor(host, plan.id, step, request)),
      forecast: plan.forecast,
      later: plan.later,
      objections: (intents) => request.objections(intents.flatMap((intent) => steps.get(intent.step) ?? [])),
    },
    options,
  );
}

function taskFor(host: Host, run: string, step: Step, request: ApplyRequest): Task {
  const intent = intentOf(host, run, step);
  return {
    intent,
    check: () => objectionTo(host, step, request.artifactOf(step.artifact)),
    pins: () => request.pinsOf(step),
    act: (tools) => (step.action === "trash" ? trashIt(intent, tools) : deleteIt(intent, tools)),
  };
}

function intentOf(host: Host, run: string, step: Step): IntentRecord {
  const { id, action, path, identity, artifact, project, safety, bytes } = step;
  const isTreeToDelete = action === "delete" && identity.type === "directory";
  return {
    type: "intent",
    step: id,
    at: new Date(host.now()).toISOString(),
    act: action,
    path,
    identity,
    artifact,
    project,
    safety,
    bytes,
    aside: isTreeToDelete ? asideName(run, id) : null,
    origin: null,
  };
}
