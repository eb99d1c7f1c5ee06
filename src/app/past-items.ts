import { resolve } from "node:path";
import { recoverNow } from "../execute/recover-now.ts";
import { readRuns, type RunLog } from "../execute/run-logs.ts";
import type { RunOptions } from "../execute/run.ts";
import type { Trash } from "../execute/trash/trash.ts";
import { bytesIn, trashedItems, type PastItem } from "../execute/trashed-items.ts";
import type { Selection } from "../model/history.ts";
import { addBytes, NO_BYTES } from "../model/plan.ts";
import { Refusal } from "../model/refusal.ts";
import type { Host } from "../system/host.ts";
import { historyItem } from "./history.ts";

/** What earlier runs put in the trash, read after everything that a killed run left open is settled. */
export interface Past {
  readonly logs: readonly RunLog[];
  /** Neither brought back nor wholly purged by pyshed, the oldest first. */
  readonly items: readonly PastItem[];
}

export async function pastOf(host: Host, trash: Trash, options: RunOptions): Promise<Past> {
  await recoverNow(host, trash, options);
  const logs = readRuns(host);
  return { logs, items: trashedItems(logs).filter(({ fate }) => fate === null || fate === "partly purged") };
}

/**
 * The items that a person means: all of a run, one `RUN/STEP`, or the newest that lay at a path. Throws `Refusal`
 * `unknown-run` when there is no such thing and `nothing-to-undo` when nothing of it is left.
 */
export function itemsNamed(host: Host, { logs, items }: Past, name: string): PastItem[] {
  const path = resolve(host.currentDirectory, name);
  const atPath = items.filter(({ item }) => item.originalPath === path).slice(-1);
  if (atPath.length > 0) return atPath;
  const [run, step] = name.split("/");
  const log = logs.find((one) => one.run.run === run);
  if (!log)
    throw new Refusal("unknown-run", `there is no run and no removed item called ${name}`, "see `pyshed history`");
  const found = items.filter(({ log: own, intent }) => own === log && (step === undefined || intent.step === step));
  if (found.length === 0) throw nothingLeft(log, logs);
  return found;
}

/** Why there is nothing to do for a run. */
export function nothingLeft(log: RunLog, logs: readonly RunLog[]): Refusal {
  const { run, intents, outcomes } = log;
  if (trashedItems(logs).some((item) => item.log === log && item.fate === "partly purged")) {
    const text = `what ${run.run} put in the trash was partly purged, so it cannot come back whole`;
    return new Refusal("nothing-to-undo", text, "'pyshed purge' removes the rest of it");
  }
  const done = intents.filter(({ step }) => outcomes.get(step)?.result === "done");
  const wasDeleted = done.some(({ act }) => act === "delete" || act === "owner");
  const wasLinked = intents.some(({ act }) => act === "link");
  if (wasLinked) {
    return new Refusal(
      "nothing-to-undo",
      `every file that ${run.run} linked and that is there now has its own copy again`,
      "see `pyshed history`",
    );
  }
  const text = ["edit", "move"].includes(run.kind)
    ? `what ${run.run} did has been taken back`
    : wasDeleted
      ? `the run ${run.run} deleted for good, so nothing can be brought back`
      : `of the run ${run.run} nothing is left in the trash`;
  return new Refusal("nothing-to-undo", text, "see `pyshed history`");
}

export function selectionOf(trash: Trash, items: readonly PastItem[]): Selection {
  return {
    items: items.map((past) => historyItem(trash, past.log, past.intent, past)),
    bytes: items.reduce((sum, item) => addBytes(sum, bytesIn(item)), NO_BYTES),
  };
}
