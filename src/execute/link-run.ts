import type { LinkPlan, LinkStep } from "../model/link-step.ts";
import { NO_BYTES } from "../model/plan.ts";
import type { AbsolutePath } from "../model/path.ts";
import type { RunReport } from "../model/run.ts";
import type { Host } from "../system/host.ts";
import { identityAt } from "../system/place-identity.ts";
import { asideName } from "./journal-places.ts";
import type { IntentRecord } from "./journal-records.ts";
import { linkFiles } from "./link/link-files.ts";
import { separateFiles } from "./link/separate-files.ts";
import type { LinkedStep } from "./linked-steps.ts";
import { GONE, isSameThing } from "./recheck.ts";
import { inFullOf } from "./run-logs.ts";
import { runTasks, type RunOptions } from "./run.ts";
import type { Task } from "./task.ts";
import type { Trash } from "./trash/trash.ts";

/** Why some environments must be left now, by path. */
type WhyLeft = (environments: readonly AbsolutePath[]) => Promise<ReadonlyMap<AbsolutePath, string>>;
type Objections<Thing> = (steps: readonly Thing[]) => Promise<ReadonlyMap<string, string>>;

/**
 * Carries out a plan of links. Every environment must still be the one that was planned, every file is looked at and
 * compared again right before it becomes a link. Throws `Refusal`: `busy` or `no-journal`; then nothing was done.
 */
export function runLinkPlan(
  host: Host,
  trash: Trash,
  { plan, objections }: { readonly plan: LinkPlan; readonly objections: Objections<LinkStep> },
  options: RunOptions = {},
): Promise<RunReport> {
  const byId = new Map(plan.steps.map((step) => [step.id, step]));
  const tasks = plan.steps.map((step): Task => {
    const intent = intentOf(host, plan.id, step);
    const inFull = (): IntentRecord => ({ ...intent, links: step.links() });
    return { intent, inFull, check: () => changeOf(intent), act: (tools) => linkFiles(inFull(), tools) };
  });
  return runTasks(
    host,
    trash,
    {
      run: plan.id,
      kind: "dedupe",
      tasks,
      forecast: plan.forecast,
      later: NO_BYTES,
      objections: (intents) => objections(intents.flatMap(({ step }) => byId.get(step) ?? [])),
    },
    options,
  );
}

/** Gives the files of earlier steps their own copies again. */
export function separateLinks(
  host: Host,
  trash: Trash,
  run: string,
  { steps, whyLeft }: { readonly steps: readonly LinkedStep[]; readonly whyLeft: WhyLeft },
  options: RunOptions = {},
): Promise<RunReport> {
  const tasks = steps.map(({ log, intent: past }, index): Task => {
    const step = String(index + 1);
    // A restart may give a disk another device number; what is on it is known by its inode.
    const device = identityAt(past.path)?.device ?? past.identity.device;
    const intent: IntentRecord = {
      ...past,
      identity: { ...past.identity, device },
      step,
      at: new Date(host.now()).toISOString(),
      act: "separate",
      aside: asideName(run, step),
      undoes: { run: log.run.run, step: past.step },
    };
    const inFull = (): IntentRecord => {
      const { links } = inFullOf(log, past);
      return links ? { ...intent, links: { ...links, device } } : intent;
    };
    return { intent, inFull, check: () => changeOf(intent), act: (tools) => separateFiles(inFull(), tools) };
  });
  const objections = async (intents: readonly IntentRecord[]): Promise<ReadonlyMap<string, string>> => {
    const reasons = await whyLeft([...new Set(intents.map(({ path }) => path))]);
    return new Map(
      intents.flatMap(({ step, path }): [string, string][] => {
        const reason = reasons.get(path);
        return reason === undefined ? [] : [[step, reason]];
      }),
    );
  };
  return runTasks(host, trash, { run, kind: "undo", tasks, forecast: NO_BYTES, later: NO_BYTES, objections }, options);
}

/** Whatever is installed in it by now: each file is looked at by itself. */
function changeOf({ path, identity }: IntentRecord): string | null {
  const now = identityAt(path);
  if (!now) return GONE;
  return isSameThing(identity, now) ? null : "something else has taken its place since it was planned";
}

function intentOf(host: Host, run: string, step: LinkStep): IntentRecord {
  return {
    type: "intent",
    step: step.id,
    at: new Date(host.now()).toISOString(),
    act: "link",
    path: step.environment,
    identity: step.identity,
    artifact: step.title,
    project: null,
    safety: "safe",
    bytes: step.bytes,
    aside: asideName(run, step.id),
    origin: null,
  };
}
