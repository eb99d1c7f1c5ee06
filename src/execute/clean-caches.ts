import type { CachePlan, CacheStep, OwnerStep } from "../model/cache-plan.ts";
import type { RunReport } from "../model/run.ts";
import { run as runProgram } from "../system/commands.ts";
import { failureOf, textOf } from "../system/command-result.ts";
import type { Host } from "../system/host.ts";
import { identityAt } from "../system/place-identity.ts";
import { deleteIt, trashIt } from "./acts.ts";
import { copiesOf, keepCopy, type CopyPlace } from "./keep-copy.ts";
import { changeBetween, GONE, isSameThing } from "./recheck.ts";
import { runPlan } from "./run-plan.ts";
import type { RunOptions } from "./run.ts";
import { DONE, type Acted } from "./task.ts";
import type { Trash } from "./trash/trash.ts";

/**
 * Cleans caches: by the owner's command, or thing by thing where pyshed knows the format. Each step is checked again
 * just before it acts. An owner that ran and failed is an outcome: nothing is removed behind its back. What an owner
 * removes cannot be brought back; what pyshed moves to the trash can.
 */
export interface CacheRunRequest {
  readonly plan: CachePlan;
  /** Why some must be left now, by step: asked with the lock held, shortly before they act. */
  readonly objections: (steps: readonly CacheStep[]) => Promise<ReadonlyMap<string, string>>;
  /** Has enough gone? Asked when a step's turn comes; null when everything goes. */
  readonly isNeeded: ((step: CacheStep) => Promise<boolean>) | null;
  /** Where copies are kept of what goes, or null. */
  readonly copies: CopyPlace | null;
}

export function runCachePlan(
  host: Host,
  trash: Trash,
  { plan, objections, isNeeded, copies }: CacheRunRequest,
  options: RunOptions = {},
): Promise<RunReport> {
  const done = new Set<string>();
  return runPlan(
    host,
    trash,
    {
      plan,
      about: ({ store }) => ({ artifact: `${store}-cache`, project: null }),
      objections,
      copiesIn: copies?.directory,
      task: (step, intent) => ({
        ...(isNeeded ? { isNeeded: () => isNeeded(step) } : {}),
        ...(copies ? { backUp: () => keepCopy(copiesOf(copies, step.store, step.cache), step.root, step.takes) } : {}),
        check: () => changeOf(step, done),
        async act(tools) {
          const acted =
            step.action === "owner"
              ? await letOwnerClean(host, step)
              : await (step.action === "trash" ? trashIt(intent, tools) : deleteIt(intent, tools));
          if (acted.result === "done") done.add(step.id);
          return acted;
        },
      }),
    },
    options,
  );
}

/** How the place differs from what the plan saw; what an owner cleans may have been used meanwhile. */
function changeOf(step: CacheStep, done: ReadonlySet<string>): string | null {
  const { path, identity } = step;
  const now = identityAt(path);
  if (!now) return GONE;
  if (step.action === "owner") {
    return isSameThing(identity, now) ? null : "something else has taken its place since it was planned";
  }
  if (step.after !== null && !done.has(step.after)) return "what it belongs to has stayed";
  return changeBetween(identity, now);
}

/** Enough for every talkative tool; what it says is kept. */
const OUTPUT_LIMIT = 16 * 1024 * 1024;

async function letOwnerClean(host: Host, step: OwnerStep): Promise<Acted> {
  const { program, arguments: words, environment, timeLimitMs } = step;
  const result = await runProgram(host, program, words, { environment, timeLimitMs, outputLimit: OUTPUT_LIMIT });
  const output = `${[program, ...words].join(" ")}\n${textOf(result)}`;
  if (result.kind === "ended" && result.code === 0) return { ...DONE, output };
  return {
    result: "failed",
    reason: failureOf(program, result),
    hint: "what it says is kept beside the journal",
    output,
  };
}
