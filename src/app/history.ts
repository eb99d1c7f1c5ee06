import { readRuns, type RunLog } from "../execute/run-logs.ts";
import { editsToUndo } from "../execute/edit-files.ts";
import type { IntentRecord } from "../execute/journal-records.ts";
import { linkedSteps } from "../execute/linked-steps.ts";
import type { ItemState, Trash } from "../execute/trash/trash.ts";
import { trashFor } from "../execute/trash/trash-for.ts";
import { bytesIn, partlyGone, trashedItems, withDeviceNow, type PastItem } from "../execute/trashed-items.ts";
import type { HistoryItem, HistoryRun, Whereabouts } from "../model/history.ts";
import type { Host } from "../system/host.ts";

/** Every run, the newest first, and where each of its items is now. Reads only. */
export function history(host: Host): HistoryRun[] {
  const logs = readRuns(host);
  const trash = trashFor(host);
  const standing = new Set([
    ...editsToUndo(logs).map(({ undoes }) => undoes),
    ...linkedSteps(logs, "move").flatMap(({ log, intent, isUndone }) => (isUndone ? [] : [idOf(log, intent)])),
  ]);
  const past = new Map(trashedItems(logs).map((item) => [idOf(item.log, item.intent), item]));
  return logs.toReversed().map((log) => ({
    run: log.run.run,
    kind: log.run.kind,
    startedAt: Date.parse(log.run.at),
    endedAt: log.end && !log.end.recovered ? Date.parse(log.end.at) : null,
    interrupted: log.end?.interrupted ?? true,
    freed: log.end?.freed ?? null,
    items: log.intents.map((intent) => {
      const item = historyItem(trash, log, intent, past.get(idOf(log, intent)));
      const isUndone = ["edit", "move"].includes(item.act) && log.run.kind !== "undo" && !standing.has(item.id);
      return isUndone && DONE[item.act] === item.where ? { ...item, where: "restored" as const } : item;
    }),
    journal: log.file,
    damaged: log.damaged,
  }));
}

/** One item, for a person and for `undo` and `purge`. */
export function historyItem(trash: Trash, log: RunLog, intent: IntentRecord, past: PastItem | undefined): HistoryItem {
  const { act, path, artifact, project, bytes, step } = intent;
  return {
    id: idOf(log, intent),
    act,
    path,
    artifact,
    project,
    bytes: past ? bytesIn(past) : bytes,
    where: whereIs(trash, log, intent, past),
    reason: log.outcomes.get(step)?.reason ?? null,
    pins: log.pins.get(step)?.file ?? null,
  };
}

function whereIs(trash: Trash, log: RunLog, intent: IntentRecord, past: PastItem | undefined): Whereabouts {
  const outcome = log.outcomes.get(intent.step);
  if (past && (past.fate === "restored" || past.fate === "purged")) return past.fate;
  if (past) return stillThere(trash.stateOf(past.item), past.fate === "partly purged");
  if (!outcome) return "unknown";
  if (intent.origin && outcome.result !== "done") {
    const isPartlyGone = outcome.result === "partial";
    const { item } = intent.origin;
    return stillThere(trash.stateOf(withDeviceNow(isPartlyGone ? partlyGone(item) : item)), isPartlyGone);
  }
  return outcome.result === "done" ? DONE[intent.act] : "left";
}

function stillThere(state: ItemState, isPartlyGone: boolean): Whereabouts {
  return isPartlyGone && state === "in trash" ? "partly purged" : FOUND[state];
}

const DONE = {
  trash: "in trash",
  delete: "deleted",
  restore: "restored",
  purge: "purged",
  owner: "deleted",
  edit: "changed",
  link: "linked",
  separate: "separated",
  move: "moved",
} as const;

const FOUND: Readonly<Record<ItemState, Whereabouts>> = {
  "in trash": "in trash",
  "in place": "restored",
  gone: "vanished",
  unknown: "unknown",
};

function idOf(log: RunLog, { step }: IntentRecord): string {
  return `${log.run.run}/${step}`;
}
