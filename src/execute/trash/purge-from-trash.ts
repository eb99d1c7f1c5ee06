import { join, type AbsolutePath } from "../../model/path.ts";
import { openDirectory } from "../../system/directory-handle.ts";
import { codeOf, decode, encode, read, status } from "../../system/files.ts";
import { inodeOf } from "../../system/place-identity.ts";
import type { Host } from "../../system/host.ts";
import { mutatingCalls } from "../../system/mutate/calls.ts";
import { identityAt } from "../../system/place-identity.ts";
import { removeTree, type RemovalOptions } from "../remove-tree.ts";
import { skipped, type RemovalOutcome } from "../removal/outcome.ts";
import { expectationOf } from "./restore-from-trash.ts";
import { infoName, readTrashInfo } from "./trash-info.ts";
import { placeInTrash, type ItemState, type TrashedItem } from "./trash.ts";

/**
 * Removes a trashed item for good, if it still is what was put there, and then its record. The record goes last, so
 * that what a crash leaves is still shown by `trash-list`. Once a trash has been emptied, another thing may get the
 * same name and the same inode: so the record must name the place that the item came from, and its own time be as it
 * was.
 */
export async function purgeFromTrash(
  host: Host,
  item: TrashedItem,
  options: RemovalOptions = {},
): Promise<RemovalOutcome> {
  const target = { directory: join(item.trashDirectory, "files"), name: item.name };
  const foreign = stateInTrash(item) === "in trash" ? whyNotOurs(item) : null;
  if (foreign !== null) return skipped(foreign, "by handle");
  const outcome = await removeTree(host, target, expectationOf(item), options);
  const isGone = outcome.status === "done" || (outcome.status === "skipped" && stateInTrash(item) !== "in trash");
  if (isGone && isNothing(placeInTrash(item))) forget(item);
  return outcome;
}

/** Where an item is now, by device, inode and kind. */
export function stateInTrash(item: TrashedItem): ItemState {
  const inTrash = isThere(placeInTrash(item), item);
  if (inTrash === true) return "in trash";
  const inPlace = isThere(item.originalPath, item);
  if (inPlace === true) return "in place";
  return inTrash === undefined || inPlace === undefined ? "unknown" : "gone";
}

/** Undefined when it can't be looked at. */
function isThere(path: AbsolutePath, item: TrashedItem): boolean | undefined {
  try {
    const seen = status(path);
    return seen?.kind === item.kind && seen.device === item.device && inodeOf(path) === BigInt(item.inode);
  } catch (error) {
    return codeOf(error) === "ENOENT" || codeOf(error) === "ENOTDIR" ? false : undefined;
  }
}

function whyNotOurs(item: TrashedItem): string | null {
  const record = recordOf(item);
  if (!record) return "its record in the trash is gone, so it may be somebody else's";
  const isOfItsPlace = record.startsWith("/") ? record === item.originalPath : item.originalPath.endsWith(`/${record}`);
  if (!isOfItsPlace) return `its record in the trash says that it came from ${record}`;
  const now = identityAt(placeInTrash(item))?.modified;
  const isAsItWas = item.modified === undefined || now === undefined || now === item.modified;
  return isAsItWas ? null : "it has changed since it was put there";
}

/** The path in an item's `.trashinfo`; undefined when it can't be read. */
function recordOf({ trashDirectory, name }: TrashedItem): string | undefined {
  try {
    const info = join(join(trashDirectory, "info"), decode(infoName(encode(name))));
    return readTrashInfo(read(info, 64 * 1024))?.path;
  } catch {
    // Nobody can say whose it is: it is kept.
    return undefined;
  }
}

function isNothing(path: AbsolutePath): boolean {
  try {
    return status(path) === undefined;
  } catch {
    // What can't be looked at may be there: its record stays.
    return false;
  }
}

function forget(item: TrashedItem): void {
  const calls = mutatingCalls();
  if (!calls) return;
  try {
    const info = openDirectory(calls, join(item.trashDirectory, "info")).descriptor;
    calls.unlink(info, calls.name(infoName(encode(item.name))));
    calls.close(info);
  } catch {
    // A record without an item does no harm; it is cleared away the next time.
  }
}
