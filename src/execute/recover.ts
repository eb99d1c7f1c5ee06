import { join, parentOf, type AbsolutePath } from "../model/path.ts";
import { codeOf, statusOrNothing } from "../system/files.ts";
import type { Host } from "../system/host.ts";
import { identityAt } from "../system/place-identity.ts";
import { acted, removeEmptied } from "./acts.ts";
import { appendTo } from "./journal.ts";
import { settleEdit } from "./edit-files.ts";
import type { EndRecord, IntentRecord, OutcomeRecord } from "./journal-records.ts";
import { isSameThing } from "./recheck.ts";
import { settleLinks } from "./link/settle-links.ts";
import { settleMove } from "./move/settle-move.ts";
import { removeTree } from "./remove-tree.ts";
import { copiesOf, inFullOf, runsCutShort, type RunLog } from "./run-logs.ts";
import { expectationOf } from "./set-aside.ts";
import { DONE, type Acted } from "./task.ts";
import { findInTrash } from "./find-in-trash.ts";
import type { Trash } from "./trash/trash.ts";
import { partlyGone, withDeviceNow } from "./trashed-items.ts";

/**
 * Clears up after runs that were killed. Each intent without an outcome is looked at on the disk: what was done is
 * written down as done; what was not begun stays and is written down as left; a deletion or purge that was under way is
 * finished, for what it leaves is no use to anybody. What cannot be told now (a disk that is not mounted) stays open
 * and is asked again by the next run. Runs of processes that may still live are left alone.
 */
export async function recover(host: Host, trash: Trash, onNotice: (notice: string) => void): Promise<void> {
  for (const log of runsCutShort(host)) {
    try {
      await recoverRun(host, trash, log);
      onNotice(`the run ${log.run.run} was cut short; what it had begun has been cleared up`);
    } catch (error) {
      // Its journal can't be written to now (a full disk, say): everything stays as it is for the next run.
      onNotice(`the run ${log.run.run} was cut short, and its journal cannot be completed now (${codeOf(error)})`);
    }
  }
}

async function recoverRun(host: Host, trash: Trash, log: RunLog): Promise<void> {
  let isWhole = true;
  for (const intent of log.intents.filter(({ step }) => !log.outcomes.has(step))) {
    const found = await settle(host, trash, log, intent);
    if (found?.result === "done") removeEmptied(intent);
    if (found) appendTo(log.file, [outcomeOf(host, intent, found)]);
    else isWhole = false;
  }
  if (isWhole) appendTo(log.file, [endOf(host)]);
}

/** What became of it; undefined when that can't be told now. */
async function settle(host: Host, trash: Trash, log: RunLog, intent: IntentRecord): Promise<Acted | undefined> {
  switch (intent.act) {
    case "trash":
      return settleTrash(host, trash, log, intent);
    case "delete":
      return settleDelete(host, intent);
    case "restore":
      return settleRestore(trash, intent);
    case "purge":
      return settlePurge(trash, intent);
    case "edit":
      return settleEdit(host, intent);
    case "link":
    case "separate":
      return settleLinks(inFullOf(log, intent), copiesOf(log, intent));
    case "move":
      return settleMove(inFullOf(log, intent));
    case "owner":
      return { result: "failed", reason: "pyshed was stopped while the owner was cleaning it" };
  }
}

function settleTrash(host: Host, trash: Trash, log: RunLog, intent: IntentRecord): Acted | undefined {
  const reserved = log.reserved.get(intent.step)?.item;
  if (isInPlace(intent)) {
    // Takes the name in the trash back that was reserved for it; it lies in its place already.
    if (reserved) trash.restoreItem(withDeviceNow(reserved));
    return NOT_BEGUN;
  }
  const item = reserved ? withDeviceNow(reserved) : findInTrash(host, intent);
  const state = item ? trash.stateOf(item) : "gone";
  if (item && state === "in trash") return { ...DONE, trashed: item };
  if (state === "in place") return NOT_BEGUN;
  if (state === "unknown" || !canBeSeen(intent.path)) return undefined;
  return { result: "failed", reason: "it is neither in its place nor in the trash: somebody else took it" };
}

async function settleDelete(host: Host, intent: IntentRecord): Promise<Acted | undefined> {
  const { path, aside, identity } = intent;
  const directory = parentOf(path);
  const rest = aside === null ? undefined : identityAt(join(directory, aside));
  if (aside !== null && rest?.inode === identity.inode && rest.type === identity.type) {
    return acted(await removeTree(host, { directory, name: aside }, expectationOf(rest)));
  }
  if (isInPlace(intent)) {
    const isUntouched = identityAt(path)?.modified === identity.modified;
    return isUntouched ? NOT_BEGUN : { result: "partial", reason: "pyshed was stopped while it was being deleted" };
  }
  return canBeSeen(path) ? DONE : undefined;
}

function settleRestore(trash: Trash, { origin }: IntentRecord): Acted | undefined {
  if (origin === null) return NOT_BEGUN;
  const item = withDeviceNow(origin.item);
  switch (trash.stateOf(item)) {
    case "in place":
      // Also takes the record in the trash away, if that is still there.
      trash.restoreItem(item);
      return DONE;
    case "in trash":
      return NOT_BEGUN;
    case "gone":
      return { result: "failed", reason: "it is neither in its place nor in the trash: somebody else took it" };
    case "unknown":
      return undefined;
  }
}

async function settlePurge(trash: Trash, { origin }: IntentRecord): Promise<Acted | undefined> {
  if (origin === null) return NOT_BEGUN;
  const item = withDeviceNow(partlyGone(origin.item));
  switch (trash.stateOf(item)) {
    case "in place":
      return NOT_BEGUN;
    case "in trash":
      return acted(await trash.purgeItem(item));
    case "gone":
      return DONE;
    case "unknown":
      return undefined;
  }
}

const NOT_BEGUN: Acted = { result: "skipped", reason: "pyshed was stopped before it was touched" };

/** A restart may give a disk another device number. */
function isInPlace({ path, identity }: IntentRecord): boolean {
  const now = identityAt(path);
  if (now === undefined) return false;
  return (
    isSameThing(identity, now) ||
    (isSameThing({ ...identity, device: now.device }, now) && identity.modified === now.modified)
  );
}

/** A directory that is not there at all may lie on a disk that is not mounted. */
function canBeSeen(path: AbsolutePath): boolean {
  return statusOrNothing(parentOf(path))?.kind === "directory";
}

function outcomeOf(host: Host, { step }: IntentRecord, found: Acted): OutcomeRecord {
  const at = new Date(host.now()).toISOString();
  const { result, reason, trashed = null } = found;
  return { type: "outcome", step, at, result, reason, trashed, recovered: true };
}

function endOf(host: Host): EndRecord {
  return { type: "end", at: new Date(host.now()).toISOString(), interrupted: true, freed: null, recovered: true };
}
