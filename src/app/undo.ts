import { resolve } from "node:path";
import { restoreItems } from "../execute/bring-back.ts";
import { separateLinks } from "../execute/link-run.ts";
import { linkedSteps, type LinkedStep } from "../execute/linked-steps.ts";
import type { RunLog } from "../execute/run-logs.ts";
import type { RunOptions } from "../execute/run.ts";
import { trashFor } from "../execute/trash/trash-for.ts";
import type { Trash } from "../execute/trash/trash.ts";
import type { PastItem } from "../execute/trashed-items.ts";
import type { Selection } from "../model/history.ts";
import { addBytes, NO_BYTES } from "../model/plan.ts";
import { Refusal } from "../model/refusal.ts";
import type { RunReport } from "../model/run.ts";
import type { Host } from "../system/host.ts";
import { historyItem } from "./history.ts";
import { itemsNamed, nothingLeft, pastOf, selectionOf, type Past } from "./past-items.ts";
import { newRunId } from "./run-id.ts";

/**
 * Undoes the last cleaning or linking, or what is named: a run, an item `RUN/STEP`, or a path. What lies in the trash
 * comes back, what was linked gets its own copies again. Nothing is overwritten: what cannot come back is an outcome with
 * its reason. Throws `Refusal`.
 */
export async function undo(host: Host, name: string | null, options: RunOptions = {}): Promise<RunReport> {
  const trash = trashFor(host);
  const past = await undoablePast(host, trash, options);
  const linked = linkedBy(host, past, name);
  if (linked.length > 0) return separateLinks(host, trash, newRunId(host), linked, options);
  return restoreItems(host, trash, newRunId(host), select(host, past, name), options);
}

/** What `undo` would bring back. */
export async function previewUndo(host: Host, name: string | null, options: RunOptions = {}): Promise<Selection> {
  const trash = trashFor(host);
  const past = await undoablePast(host, trash, options);
  const linked = linkedBy(host, past, name);
  if (linked.length === 0) return selectionOf(trash, select(host, past, name));
  return {
    items: linked.map(({ log, intent }) => historyItem(trash, log, intent, undefined)),
    bytes: linked.reduce((sum, { intent }) => addBytes(sum, intent.bytes), NO_BYTES),
  };
}

interface Undoable extends Past {
  /** Not separated yet. */
  readonly linked: readonly LinkedStep[];
}

async function undoablePast(host: Host, trash: Trash, options: RunOptions): Promise<Undoable> {
  const { logs, items } = await pastOf(host, trash, options);
  const linked = linkedSteps(logs).filter(({ isUndone }) => !isUndone);
  return { logs, items: items.filter(({ fate }) => fate === null), linked };
}

/** The links that are meant, if links are; without a name those of the last run if that is what it did. */
function linkedBy(host: Host, { logs, linked }: Undoable, name: string | null): LinkedStep[] {
  if (name === null) {
    const last = lastRun(logs);
    return linked.filter(({ log }) => log === last);
  }
  const path = resolve(host.currentDirectory, name);
  const [run, step] = name.split("/");
  const named = linked.filter(({ log, intent }) => log.run.run === run && (step === undefined || intent.step === step));
  return named.length > 0 ? named : linked.filter(({ intent }) => intent.path === path);
}

function lastRun(logs: readonly RunLog[]): RunLog | undefined {
  return logs.findLast(
    ({ run, outcomes }) =>
      (run.kind === "clean" || run.kind === "dedupe") &&
      [...outcomes.values()].some(({ result }) => result === "done" || (run.kind === "dedupe" && result === "partial")),
  );
}

function select(host: Host, past: Undoable, name: string | null): readonly PastItem[] {
  return name === null ? ofTheLastRun(past) : itemsNamed(host, past, name);
}

function ofTheLastRun({ logs, items }: Past): PastItem[] {
  const last = lastRun(logs);
  if (!last) throw new Refusal("nothing-to-undo", "pyshed has removed nothing yet");
  const found = items.filter(({ log }) => log === last);
  if (found.length > 0) return found;
  const earlier = items.at(-1)?.log.run.run;
  const { code, message, hint } = nothingLeft(last);
  throw new Refusal(
    code,
    message,
    earlier ? `an earlier run has something in the trash: pyshed undo ${earlier}` : hint,
  );
}
