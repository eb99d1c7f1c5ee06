import { restoreItems } from "../execute/bring-back.ts";
import type { RunOptions } from "../execute/run.ts";
import { trashFor } from "../execute/trash/trash-for.ts";
import type { Trash } from "../execute/trash/trash.ts";
import type { PastItem } from "../execute/trashed-items.ts";
import type { Selection } from "../model/history.ts";
import { Refusal } from "../model/refusal.ts";
import type { RunReport } from "../model/run.ts";
import type { Host } from "../system/host.ts";
import { itemsNamed, nothingLeft, pastOf, selectionOf, type Past } from "./past-items.ts";
import { newRunId } from "./run-id.ts";

/**
 * Brings back what the last cleaning put in the trash, or what is named: a run, an item `RUN/STEP`, or a path. Nothing
 * is overwritten: what cannot come back is an outcome with its reason. Throws `Refusal`.
 */
export async function undo(host: Host, name: string | null, options: RunOptions = {}): Promise<RunReport> {
  const trash = trashFor(host);
  return restoreItems(host, trash, newRunId(host), await select(host, trash, name, options), options);
}

/** What `undo` would bring back. */
export async function previewUndo(host: Host, name: string | null, options: RunOptions = {}): Promise<Selection> {
  const trash = trashFor(host);
  return selectionOf(trash, await select(host, trash, name, options));
}

async function select(
  host: Host,
  trash: Trash,
  name: string | null,
  options: RunOptions,
): Promise<readonly PastItem[]> {
  const { logs, items } = await pastOf(host, trash, options);
  const past = { logs, items: items.filter(({ fate }) => fate === null) };
  return name === null ? ofTheLastRun(past) : itemsNamed(host, past, name);
}

function ofTheLastRun({ logs, items }: Past): PastItem[] {
  const last = logs.findLast(
    ({ run, outcomes }) => run.kind === "clean" && [...outcomes.values()].some(({ result }) => result === "done"),
  );
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
