import { join, nameOf, parentOf, type AbsolutePath } from "../model/path.ts";
import { mutatingCalls, type MutatingCalls } from "../system/mutate/calls.ts";
import type { IntentRecord } from "./journal-records.ts";
import { openOrMake, removeEmpty } from "./move/directories.ts";
import type { RemovalOutcome } from "./removal/outcome.ts";
import { removeTree } from "./remove-tree.ts";
import { expectationOf, renameInPlace } from "./set-aside.ts";
import { DONE, type Acted, type Tools } from "./task.ts";
import { withDeviceNow } from "./trashed-items.ts";

/** The four things that are ever done to a finding. Each says what happened; none throws for what can be expected. */

export async function trashIt({ path, identity }: IntentRecord, tools: Tools): Promise<Acted> {
  const target = { directory: parentOf(path), name: nameOf(path) };
  const options = { beforeMove: tools.reserve, sync: false, ...callsOf(tools) };
  const outcome = tools.trash.trashItem(target, expectationOf(identity), options);
  switch (outcome.status) {
    case "done":
      return { ...DONE, trashed: outcome.item };
    case "skipped":
      return { result: "skipped", reason: outcome.reason };
    case "failed":
      return { result: "failed", reason: outcome.reason, hint: outcome.hint };
    case "misplaced":
      return { result: "failed", reason: outcome.reason, trashed: outcome.item };
  }
}

/**
 * Deletes for good. A directory is first given another name, so that it goes from its own at once; what cannot be
 * deleted wholly gets its name back.
 */
export async function deleteIt(intent: IntentRecord, tools: Tools): Promise<Acted> {
  const { path, aside, identity, bytes } = intent;
  const directory = parentOf(path);
  const name = nameOf(path);
  const options = { onProgress: tools.onProgress, expectedBytes: bytes.allocated, ...callsOf(tools) };
  const remove = (under: string): ReturnType<typeof removeTree> =>
    removeTree(tools.host, { directory, name: under }, expectationOf(identity), options);
  if (aside === null) return acted(await remove(name));
  const renamed = renameInPlace(directory, name, aside, identity, tools.calls);
  if (!renamed.ok && !WITHOUT_ROOM.has(renamed.code)) {
    return { result: renamed.code === "CHANGED" ? "skipped" : "failed", reason: renamed.reason };
  }
  tools.onPoint("aside");
  const outcome = acted(await remove(renamed.ok ? aside : name));
  if (outcome.result === "done" || !renamed.ok) return outcome;
  const back = renameInPlace(directory, aside, name, identity, tools.calls);
  if (!back.ok) return { ...outcome, hint: `what is left of it lies beside it as ${aside}` };
  // It has its name again, and is told by that.
  return { ...outcome, reason: outcome.reason?.replaceAll(join(directory, aside), path) ?? null };
}

/** A name more may need a block that a full disk doesn't have, and the longest names have no room for one. */
const WITHOUT_ROOM: ReadonlySet<string> = new Set(["ENOSPC", "EDQUOT", "EEXIST", "ENAMETOOLONG"]);

export async function restoreIt({ origin, emptied }: IntentRecord, tools: Tools): Promise<Acted> {
  if (origin === null) return { result: "failed", reason: "the journal does not say where it lies" };
  if (emptied !== undefined) makeAgain(parentOf(origin.item.originalPath), emptied, tools.calls);
  const outcome = tools.trash.restoreItem(withDeviceNow(origin.item), callsOf(tools));
  return outcome.status === "done" ? DONE : { result: outcome.status, reason: outcome.reason };
}

export async function purgeIt({ origin }: IntentRecord, tools: Tools): Promise<Acted> {
  if (origin === null) return { result: "failed", reason: "the journal does not say where it lies" };
  return acted(
    await tools.trash.purgeItem(withDeviceNow(origin.item), { onProgress: tools.onProgress, ...callsOf(tools) }),
  );
}

/** Takes away what went empty with it: see `IntentRecord.emptied`. */
export function removeEmptied({ path, emptied }: IntentRecord, calls = mutatingCalls()): void {
  if (calls && emptied !== undefined) removeEmpty(calls, { directory: parentOf(path), stays: emptied });
}

function makeAgain(directory: AbsolutePath, stays: AbsolutePath, calls = mutatingCalls()): void {
  try {
    if (calls) calls.close(openOrMake(calls, { directory, stays, mode: null }).descriptor);
  } catch {
    // What comes back into it says that it is not there.
  }
}

function callsOf({ calls }: Tools): { readonly calls?: MutatingCalls } {
  return calls ? { calls } : {};
}

export function acted({ status, reason, guarantee }: RemovalOutcome): Acted {
  return { result: status, reason, guarantee };
}
