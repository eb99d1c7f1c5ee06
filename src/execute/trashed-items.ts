import type { Bytes } from "../model/finding.ts";
import { join } from "../model/path.ts";
import { identityAt } from "../system/place-identity.ts";
import type { IntentRecord } from "./journal-records.ts";
import type { RunLog } from "./run-logs.ts";
import type { TrashedItem } from "./trash/trash.ts";

/** Something that a run put in the trash, and what later runs did with it. */
export interface PastItem {
  readonly log: RunLog;
  readonly intent: IntentRecord;
  readonly item: TrashedItem;
  readonly fate: Fate | null;
}

/** `partly purged`: what is left of it is not to be brought back. */
export type Fate = "restored" | "purged" | "partly purged";

/** Everything that the runs ever put in the trash, the oldest first. */
export function trashedItems(logs: readonly RunLog[]): PastItem[] {
  const fates = new Map<string, Fate>();
  for (const log of logs) {
    for (const { act, origin, step } of log.intents) {
      const result = log.outcomes.get(step)?.result;
      if (origin === null || (result !== "done" && result !== "partial")) continue;
      const fate = act === "restore" ? "restored" : result === "done" ? "purged" : "partly purged";
      fates.set(keyOf(origin.run, origin.step), fate);
    }
  }
  return logs.flatMap((log) =>
    log.intents.flatMap((intent) => {
      const item = intent.act === "trash" ? log.outcomes.get(intent.step)?.trashed : null;
      if (!item) return [];
      const fate = fates.get(keyOf(log.run.run, intent.step)) ?? null;
      const now = withDeviceNow(fate === "partly purged" ? partlyGone(item) : item);
      return [{ log, intent, item: now, fate }];
    }),
  );
}

/** What purging it gives back; of one that was partly purged nobody has measured what is left. */
export function bytesIn({ intent: { bytes }, fate }: PastItem): Bytes {
  return fate === "partly purged" ? { ...bytes, frees: 0 } : bytes;
}

/**
 * The item with the device number that its filesystem has now: a restart may give another one. It lies on the
 * filesystem of its trash directory, so nothing is believed that was not checked before.
 */
export function withDeviceNow(item: TrashedItem): TrashedItem {
  const trash = identityAt(join(item.trashDirectory, "files")) ?? identityAt(item.trashDirectory);
  return trash ? { ...item, device: Number(trash.device) } : item;
}

/** The item once a purge of it has begun, which moves its time. */
export function partlyGone(item: TrashedItem): TrashedItem {
  return { ...item, modified: undefined };
}

function keyOf(run: string, step: string): string {
  return `${run}/${step}`;
}
