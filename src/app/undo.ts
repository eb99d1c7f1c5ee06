import { resolve } from "node:path";
import { restoreItems } from "../execute/bring-back.ts";
import { editFiles, editsToUndo, type FileEdit } from "../execute/edit-files.ts";
import type { RunOptions } from "../execute/run.ts";
import { trashFor } from "../execute/trash/trash-for.ts";
import type { Trash } from "../execute/trash/trash.ts";
import type { RunLog } from "../execute/run-logs.ts";
import type { PastItem } from "../execute/trashed-items.ts";
import type { Selection } from "../model/history.ts";
import { Refusal } from "../model/refusal.ts";
import type { RunKind, RunReport } from "../model/run.ts";
import type { Host } from "../system/host.ts";
import { itemsNamed, nothingLeft, pastOf, selectionOf, type Past } from "./past-items.ts";
import { newRunId } from "./run-id.ts";

/**
 * Brings back what the last cleaning put in the trash, or what is named: a run, an item `RUN/STEP`, or a path. Nothing
 * is overwritten: what cannot come back is an outcome with its reason. Throws `Refusal`.
 */
export async function undo(host: Host, name: string | null, options: RunOptions = {}): Promise<RunReport> {
  const trash = trashFor(host);
  const edits = await editsMeant(host, trash, name, options);
  if (edits.length > 0) return editFiles(host, trash, { run: newRunId(host), kind: "undo", edits }, options);
  const { items, gone } = await select(host, trash, name, options);
  const report = await restoreItems(host, trash, newRunId(host), items, options);
  return gone === null ? report : { ...report, notices: [...report.notices, gone] };
}

/** The changes to settings that are to be taken back, the newest first: those named, or those of the last run. */
async function editsMeant(
  host: Host,
  trash: Trash,
  name: string | null,
  options: RunOptions,
): Promise<readonly FileEdit[]> {
  const { logs } = await pastOf(host, trash, options);
  const all = editsToUndo(logs).toReversed();
  const last = logs.findLast(({ run, outcomes }) => isChange(run.kind) && hasDone(outcomes));
  if (name === null) return all.filter(({ log }) => log === last);
  const names = [name, resolve(host.currentDirectory, name)];
  return all.filter(({ log, undoes, path }) => [log.run.run, undoes ?? "", path].some((one) => names.includes(one)));
}

function isChange(kind: RunKind): boolean {
  return kind === "clean" || kind === "edit";
}

function hasDone(outcomes: Past["logs"][number]["outcomes"]): boolean {
  return [...outcomes.values()].some(({ result }) => result === "done");
}

/** What `undo` would bring back. */
export async function previewUndo(host: Host, name: string | null, options: RunOptions = {}): Promise<Selection> {
  const trash = trashFor(host);
  return selectionOf(trash, (await select(host, trash, name, options)).items);
}

interface Selected {
  readonly items: readonly PastItem[];
  /** What the same command removed for good, in a sentence; null when there is no such thing. */
  readonly gone: string | null;
}

async function select(host: Host, trash: Trash, name: string | null, options: RunOptions): Promise<Selected> {
  const { logs, items } = await pastOf(host, trash, options);
  const past = { logs, items: items.filter(({ fate }) => fate === null) };
  return name === null ? ofTheLastCommand(past) : { items: itemsNamed(host, past, name), gone: null };
}

/** What the last cleaning put in the trash: a sweep is one cleaning, though it made several runs. */
function ofTheLastCommand({ logs, items }: Past): Selected {
  const last = logs.findLast(({ run, outcomes }) => run.kind === "clean" && hasDone(outcomes));
  if (!last) throw new Refusal("nothing-to-undo", "pyshed has removed nothing yet");
  const { partOf } = last.run;
  const together = partOf === null ? [last] : logs.filter(({ run }) => run.partOf === partOf);
  const found = items.filter(({ log }) => together.includes(log));
  if (found.length > 0) return { items: found, gone: goneIn(together) };
  const earlier = items.at(-1)?.log.run.run;
  const { code, message, hint } = nothingLeft(last);
  throw new Refusal(
    code,
    message,
    earlier ? `an earlier run has something in the trash: pyshed undo ${earlier}` : hint,
  );
}

function goneIn(logs: readonly RunLog[]): string | null {
  const paths = logs.flatMap(({ intents, outcomes }) =>
    intents
      .filter(({ act, step }) => (act === "owner" || act === "delete") && outcomes.get(step)?.result === "done")
      .map(({ path }) => path),
  );
  if (paths.length === 0) return null;
  const more = paths.length > 3 ? ` and ${paths.length - 3} more` : "";
  return `what was removed for good does not come back: ${paths.slice(0, 3).join(", ")}${more}`;
}
