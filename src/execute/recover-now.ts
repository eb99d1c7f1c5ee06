import { codeOf } from "../system/files.ts";
import type { Host } from "../system/host.ts";
import { isPrivate } from "../system/own-files.ts";
import { journalPlaces, lockIn } from "./journal-places.ts";
import { takeLock, type Lock } from "./lock.ts";
import { recover } from "./recover.ts";
import { runsCutShort } from "./run-logs.ts";
import { WAIT_MS, type RunOptions } from "./run.ts";
import type { Trash } from "./trash/trash.ts";

/** Clears up after killed runs now, for whoever is about to choose among what runs left. Throws `Refusal` `busy`. */
export async function recoverNow(host: Host, trash: Trash, options: RunOptions): Promise<void> {
  if (runsCutShort(host).length === 0) return;
  const lock = await lockOrNothing(host, options);
  try {
    await recover(host, trash, (text) => options.onEvent?.({ type: "notice", text }));
  } finally {
    lock?.release();
  }
}

/** Undefined where no lock can be written: then nobody else can begin a run either. */
async function lockOrNothing(host: Host, { waitMs, onEvent }: RunOptions): Promise<Lock | undefined> {
  const place = journalPlaces(host)[0]!;
  if (!isPrivate(place.directory, host.userId)) return undefined;
  try {
    return await takeLock(host, lockIn(place), waitMs ?? WAIT_MS, (who) => onEvent?.({ type: "waiting", who }));
  } catch (error) {
    if (["ENOSPC", "EDQUOT", "EROFS", "EACCES", "EPERM", "ENOENT"].includes(codeOf(error))) return undefined;
    throw error;
  }
}
