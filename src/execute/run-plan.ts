import type { Bytes } from "../model/finding.ts";
import type { AbsolutePath } from "../model/path.ts";
import type { Identity } from "../model/plan.ts";
import type { Act, RunReport } from "../model/run.ts";
import type { Safety } from "../model/safety.ts";
import type { Host } from "../system/host.ts";
import { asideName } from "./journal-places.ts";
import type { IntentRecord } from "./journal-records.ts";
import { runTasks, type RunOptions } from "./run.ts";
import type { Task } from "./task.ts";
import type { Trash } from "./trash/trash.ts";

/** What every step of every plan says. */
interface PlannedStep {
  readonly id: string;
  readonly action: Act;
  readonly path: AbsolutePath;
  readonly identity: Identity;
  readonly safety: Safety;
  readonly bytes: Bytes;
}

/** How the steps of one kind of plan are carried out. */
export interface PlannedRun<S extends PlannedStep> {
  readonly plan: {
    readonly id: string;
    readonly steps: readonly S[];
    readonly forecast: Bytes;
    readonly later: Bytes;
  };
  /** What the journal calls it, and whose it is. */
  readonly about: (step: S) => Pick<IntentRecord, "artifact" | "project" | "moves" | "emptied">;
  /** An empty directory that takes the copies which the tasks keep. */
  readonly copiesIn?: AbsolutePath | undefined;
  readonly task: (step: S, intent: IntentRecord) => Omit<Task, "intent">;
  /** Why some must be left now, by step: asked with the lock held, shortly before they act. */
  readonly objections: (steps: readonly S[]) => Promise<ReadonlyMap<string, string>>;
}

/** Carries out a plan. Throws `Refusal`: `plan-used`, `busy` or `no-journal`; then nothing was done. */
export function runPlan<S extends PlannedStep>(
  host: Host,
  trash: Trash,
  { plan, about, copiesIn, task, objections }: PlannedRun<S>,
  options: RunOptions,
): Promise<RunReport> {
  const steps = new Map(plan.steps.map((step) => [step.id, step]));
  const intentOf = (step: S): IntentRecord => {
    const { id, action, path, identity, safety, bytes } = step;
    return {
      type: "intent",
      step: id,
      at: new Date(host.now()).toISOString(),
      act: action,
      path,
      identity,
      ...about(step),
      safety,
      bytes,
      aside: needsName(step) ? asideName(plan.id, id) : null,
      origin: null,
    };
  };
  return runTasks(
    host,
    trash,
    {
      run: plan.id,
      kind: plan.steps.some(({ action }) => action === "move") ? "move" : "clean",
      tasks: plan.steps.map((step) => {
        const intent = intentOf(step);
        return { intent, ...task(step, intent) };
      }),
      forecast: plan.forecast,
      later: plan.later,
      copiesIn,
      objections: (intents) => objections(intents.flatMap((intent) => steps.get(intent.step) ?? [])),
    },
    options,
  );
}

/** What takes another name beside its own while it is dealt with. */
function needsName({ action, identity }: PlannedStep): boolean {
  return action === "move" || (action === "delete" && identity.type === "directory");
}
