import { addBytes, NO_BYTES } from "../model/plan.ts";
import type { RunReport } from "../model/run.ts";
import type { Host } from "../system/host.ts";
import { purgeIt, restoreIt } from "./acts.ts";
import type { IntentRecord } from "./journal-records.ts";
import { runTasks, type RunOptions } from "./run.ts";
import type { Task } from "./task.ts";
import type { Trash } from "./trash/trash.ts";
import { bytesIn, type PastItem } from "./trashed-items.ts";

/**
 * What is done with items that earlier runs put in the trash: they are brought back, or removed for good. Both act only
 * on what still is, by device and inode, what was put there; nothing is overwritten.
 */
export function restoreItems(
  host: Host,
  trash: Trash,
  run: string,
  items: readonly PastItem[],
  options: RunOptions = {},
): Promise<RunReport> {
  const tasks = items.map((item, index) => taskFor(host, String(index + 1), "restore", item));
  return runTasks(host, trash, { run, kind: "undo", tasks, forecast: NO_BYTES, later: NO_BYTES, objections }, options);
}

export function purgeItems(
  host: Host,
  trash: Trash,
  run: string,
  items: readonly PastItem[],
  options: RunOptions = {},
): Promise<RunReport> {
  const tasks = items.map((item, index) => taskFor(host, String(index + 1), "purge", item));
  const forecast = items.reduce((sum, item) => addBytes(sum, bytesIn(item)), NO_BYTES);
  return runTasks(host, trash, { run, kind: "purge", tasks, forecast, later: NO_BYTES, objections }, options);
}

/** What lies in the trash is nobody's project any more: there is nothing left to ask. */
async function objections(): Promise<ReadonlyMap<string, string>> {
  return new Map();
}

function taskFor(host: Host, step: string, act: "restore" | "purge", thing: PastItem): Task {
  const { log, intent: past, item } = thing;
  const origin = { run: log.run.run, step: past.step, item };
  const at = new Date(host.now()).toISOString();
  const intent: IntentRecord = { ...past, bytes: bytesIn(thing), step, at, act, aside: null, origin };
  return {
    intent,
    check: () => null,
    act: (tools) => (act === "restore" ? restoreIt(intent, tools) : purgeIt(intent, tools)),
  };
}
