import type { Artifact } from "../model/artifact.ts";
import { isWithin, type AbsolutePath } from "../model/path.ts";
import type { Plan, Step } from "../model/plan.ts";
import type { RunReport } from "../model/run.ts";
import type { Host } from "../system/host.ts";
import { deleteIt, removeEmptied, trashIt } from "./acts.ts";
import type { IntentRecord } from "./journal-records.ts";
import { moveListFor } from "./move-run.ts";
import { moveIt } from "./move/move-files.ts";
import { objectionTo } from "./recheck.ts";
import { runPlan } from "./run-plan.ts";
import type { RunOptions } from "./run.ts";
import type { Trash } from "./trash/trash.ts";

const ACTS = { trash: trashIt, delete: deleteIt, move: moveIt } as const;

/** In the one cache for all directories stand for nothing but the files in them. */
function emptiedBy({ bytecode, roots }: Plan, path: AbsolutePath): Pick<IntentRecord, "emptied"> {
  const root = bytecode === "gc" ? roots.find((one) => isWithin(path, one)) : undefined;
  return root === undefined ? {} : { emptied: root };
}

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
  { plan, artifactOf, objections, pinsOf }: ApplyRequest,
  options: RunOptions = {},
): Promise<RunReport> {
  return runPlan(
    host,
    trash,
    {
      plan,
      about: ({ artifact, project, path, identity, to }) => ({
        artifact,
        project,
        ...emptiedBy(plan, path),
        ...(to === undefined ? {} : { moves: moveListFor(path, identity, to) }),
      }),
      task: (step, intent) => ({
        check: () => objectionTo(host, step, artifactOf(step.artifact)),
        pins: () => pinsOf(step),
        async act(tools) {
          const acted = await ACTS[step.action](intent, tools);
          if (acted.result === "done") removeEmptied(intent, tools.calls);
          return acted;
        },
      }),
      objections,
    },
    options,
  );
}
