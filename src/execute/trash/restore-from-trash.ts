import { nameOf, parentOf } from "../../model/path.ts";
import { openDirectory } from "../../system/directory-handle.ts";
import { codeOf, encode } from "../../system/files.ts";
import type { Host } from "../../system/host.ts";
import type { MutatingCalls } from "../../system/mutate/calls.ts";
import { errorName } from "../../system/syscalls/errors.ts";
import { difference } from "../removal/identity.ts";
import { reasonFor, type Expectation } from "../removal/outcome.ts";
import { moveDirectory } from "./move-directory.ts";
import { closeTrash, openTrash, type TrashDirectory } from "./trash-directory.ts";
import { infoName } from "./trash-info.ts";
import type { RestoreOutcome, TrashedItem } from "./trash.ts";

/**
 * Brings an item back to where it was, by one rename that replaces nothing. Only what was put in the trash comes back:
 * device, inode and kind must be the item's. Then its record goes. An item that lies in its place already is done.
 */
export function restoreFromTrash(calls: MutatingCalls, host: Host, item: TrashedItem): RestoreOutcome {
  let trash: TrashDirectory;
  try {
    trash = openTrash(calls, item.trashDirectory);
  } catch (error) {
    return { status: "failed", code: codeOf(error), reason: `the trash at ${item.trashDirectory} can't be opened` };
  }
  try {
    return fromTrash(calls, host, trash, item);
  } finally {
    closeTrash(calls, trash);
  }
}

function fromTrash(calls: MutatingCalls, host: Host, trash: TrashDirectory, item: TrashedItem): RestoreOutcome {
  const expected = expectationOf(item);
  const record = calls.newRecord();
  const name = encode(item.name);
  const found = calls.status(trash.files, calls.name(name), record);
  if (found < 0 && errorName(found) !== "ENOENT") {
    return { status: "failed", code: errorName(found), reason: reasonFor(errorName(found)) };
  }
  if (found === 0 && difference(record, expected) !== null) {
    return { status: "skipped", reason: "something else has its name in the trash" };
  }

  const directory = parentOf(item.originalPath);
  let above: number;
  try {
    above = openDirectory(calls, directory).descriptor;
  } catch (error) {
    return { status: "skipped", reason: whyNoDirectory(codeOf(error), directory) };
  }
  try {
    const place = { descriptor: above, name: encode(nameOf(item.originalPath)) };
    const isTaken = calls.status(above, calls.name(place.name), record) === 0;
    if (found < 0) {
      if (!isTaken || difference(record, expected) !== null)
        return { status: "skipped", reason: "it is not in the trash any more" };
      calls.unlink(trash.info, calls.name(infoName(name)));
      return { status: "done" };
    }
    if (isTaken) return { status: "skipped", reason: TAKEN };
    const code = moveDirectory(calls, { descriptor: trash.files, name }, place, expected, host.userId);
    if (code === "EEXIST") return { status: "skipped", reason: TAKEN };
    if (code === "EXDEV") return { status: "failed", code, reason: "its place lies on another filesystem now" };
    if (code !== null) return { status: "failed", code, reason: reasonFor(code) };
    calls.unlink(trash.info, calls.name(infoName(name)));
    return { status: "done" };
  } finally {
    calls.close(above);
  }
}

/** What must be there for it to be the item. */
export function expectationOf(item: TrashedItem): Expectation {
  return { device: item.device, inode: BigInt(item.inode), kind: item.kind };
}

const TAKEN = "something else is there now, and nothing is overwritten";

function whyNoDirectory(code: string, directory: string): string {
  if (code === "ENOENT") return `its directory ${directory} does not exist any more: make it, then try again`;
  if (code === "ENOTDIR" || code === "ELOOP") return `a part of ${directory} is a link now, or no directory`;
  return `${directory}: ${reasonFor(code)}`;
}
