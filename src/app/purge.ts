import { purgeItems } from "../execute/bring-back.ts";
import type { RunOptions } from "../execute/run.ts";
import { trashFor } from "../execute/trash/trash-for.ts";
import type { Trash } from "../execute/trash/trash.ts";
import type { PastItem } from "../execute/trashed-items.ts";
import type { Selection } from "../model/history.ts";
import type { RunReport } from "../model/run.ts";
import type { Host } from "../system/host.ts";
import { itemsNamed, pastOf, selectionOf } from "./past-items.ts";
import { newRunId } from "./run-id.ts";

export interface PurgeRequest {
  /** A run, an item `RUN/STEP`, or a path; null means everything that pyshed put in the trash. */
  readonly name: string | null;
  /** Only what went there at least so many milliseconds ago; null means any. */
  readonly olderThanMs: number | null;
}

/**
 * Removes for good what pyshed itself put in the trash, and nothing else: each item must still be, by device and inode,
 * what was put there. Null when there is nothing to purge. Throws `Refusal`.
 */
export async function purge(host: Host, request: PurgeRequest, options: RunOptions = {}): Promise<RunReport | null> {
  const trash = trashFor(host);
  const items = await select(host, trash, request, options);
  return items.length === 0 ? null : purgeItems(host, trash, newRunId(host), items, options);
}

/** What `purge` would remove. */
export async function previewPurge(host: Host, request: PurgeRequest, options: RunOptions = {}): Promise<Selection> {
  const trash = trashFor(host);
  return selectionOf(trash, await select(host, trash, request, options));
}

async function select(
  host: Host,
  trash: Trash,
  { name, olderThanMs }: PurgeRequest,
  options: RunOptions,
): Promise<readonly PastItem[]> {
  const past = await pastOf(host, trash, options);
  const meant = name === null ? past.items : itemsNamed(host, past, name);
  // What others have taken out of the trash is none of ours any more.
  return meant.filter(({ item }) => {
    const isOldEnough = olderThanMs === null || host.now() - item.trashedAt >= olderThanMs;
    return isOldEnough && trash.stateOf(item) !== "gone" && trash.stateOf(item) !== "in place";
  });
}
