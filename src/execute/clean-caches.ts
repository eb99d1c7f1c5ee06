import type { CachePlan, CacheStep, OwnerStep } from "../model/cache-plan.ts";
import type { RunReport } from "../model/run.ts";
import { run as runProgram, type RunResult } from "../system/commands.ts";
import type { Host } from "../system/host.ts";
import { identityAt } from "../system/place-identity.ts";
import { deleteIt, trashIt } from "./acts.ts";
import type { IntentRecord } from "./journal-records.ts";
import { changeBetween, isSameThing } from "./recheck.ts";
import { runTasks, type RunOptions } from "./run.ts";
import { DONE, type Acted, type Task } from "./task.ts";
import type { Trash } from "./trash/trash.ts";

/**
 * Cleans caches: by the owner's command, or entry by entry where pyshed knows the format. Each step is checked again
 * just before it acts. An owner that ran and failed is an outcome: nothing is removed behind its back. What an owner
 * removes cannot be brought back; what pyshed moves to the trash can.
 */
export interface CacheRunRequest {
  readonly plan: CachePlan;
  /** Why some must be left now, by step: asked with the lock held, shortly before they act. */
  readonly objections: (steps: readonly CacheStep[]) => Promise<ReadonlyMap<string, string>>;
}

export function runCachePlan(
  host: Host,
  trash: Trash,
  request: CacheRunRequest,
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
      tasks: plan.steps.map((step) => taskFor(host, plan.id, step)),
      forecast: plan.forecast,
      later: plan.later,
      objections: (intents) => request.objections(intents.flatMap(({ step }) => steps.get(step) ?? [])),
    },
    options,
  );
}

function taskFor(host: Host, run: string, step: CacheStep): Task {
  const intent = intentOf(host, run, step);
  return {
    intent,
    check: () => changeOf(step),
    act: (tools) => {
      if (step.action === "owner") return letOwnerClean(host, step);
      return step.action === "trash" ? trashIt(intent, tools) : deleteIt(intent, tools);
    },
  };
}

/** How the place differs from what the plan saw; what an owner cleans may have been used meanwhile. */
function changeOf({ action, path, identity }: CacheStep): string | null {
  const now = identityAt(path);
  if (!now) return "it is gone, or cannot be looked at any more";
  if (action !== "owner") return changeBetween(identity, now);
  return isSameThing(identity, now) ? null : "something else has taken its place since it was planned";
}

function intentOf(
  host: Host,
  run: string,
  { id, action, store, path, identity, safety, bytes }: CacheStep,
): IntentRecord {
  return {
    type: "intent",
    step: id,
    at: new Date(host.now()).toISOString(),
    act: action,
    path,
    identity,
    artifact: `${store}-cache`,
    project: null,
    safety,
    bytes,
    aside: action === "delete" && identity.type === "directory" ? `.pyshed-${run}-${id}` : null,
    origin: null,
  };
}

/** Enough for every talkative tool; what it says is kept. */
const OUTPUT_LIMIT = 16 * 1024 * 1024;

async function letOwnerClean(host: Host, step: OwnerStep): Promise<Acted> {
  const { program, arguments: words, environment, timeLimitMs } = step;
  const result = await runProgram(host, program, words, { environment, timeLimitMs, outputLimit: OUTPUT_LIMIT });
  const output = `${[program, ...words].join(" ")}\n${textOf(result)}`;
  if (result.kind === "ended" && result.code === 0) return { ...DONE, output };
  return { result: "failed", reason: failureOf(step, result), hint: "what it says is kept beside the journal", output };
}

function textOf(result: RunResult): string {
  return result.kind === "ended" || result.kind === "killed"
    ? `${result.stdout.toString()}${result.stderr.toString()}`
    : "";
}

function failureOf({ program }: OwnerStep, result: RunResult): string {
  switch (result.kind) {
    case "ended": {
      const last = textOf(result).trimEnd().split("\n").at(-1)?.trim() ?? "";
      return `${program} ended with ${result.code}${last === "" ? "" : `: ${last}`}`;
    }
    case "killed":
      return `${program} was killed (${result.signal})`;
    case "time-limit":
      return `${program} was stopped after ${Math.round(result.limitMs / 60_000)} minutes`;
    case "output-limit":
      return `${program} said more than ${result.limit} bytes and was stopped`;
    case "not-started":
      return `${program} could not be started (${result.code})`;
  }
}
