import { isWithin, join, relativeTo, type AbsolutePath } from "../../model/path.ts";
import { openDirectory, type DirectoryHandle } from "../../system/directory-handle.ts";
import { codeOf, decode, encode } from "../../system/files.ts";
import type { Host } from "../../system/host.ts";
import { mountOf, mounts } from "../../system/mounts.ts";
import type { MutatingCalls } from "../../system/mutate/calls.ts";
import { writeNewFile } from "../../system/mutate/new-file.ts";
import { renameWithoutReplacing, type Place } from "../../system/mutate/rename-without-replacing.ts";
import { errorName } from "../../system/syscalls/errors.ts";
import type { StatusRecord } from "../../system/syscalls/status-record.ts";
import { difference, isEntryName, kindOf } from "../removal/identity.ts";
import { reasonFor, type Expectation, type Target } from "../removal/outcome.ts";
import { moveDirectory } from "./move-directory.ts";
import { closeTrash, isFull, trashDirectoryFor, type TrashDirectory } from "./trash-directory.ts";
import { infoName, trashName, writeTrashInfo } from "./trash-info.ts";
import { hintWithoutTrash, ONLY_PERMANENT, type TrashedItem, type TrashOptions, type TrashOutcome } from "./trash.ts";

/**
 * Moves one planned thing into the trash of its own filesystem by one rename.
 *
 * The `.trashinfo` is written first and reserves the name, so what lies in the trash can always be brought back. The
 * item must be what the plan saw before the rename; afterwards it is looked at again, and if something else had taken
 * its place in the very last moment, that is put back. Nothing is ever replaced, copied or changed on the way.
 * A crash in between leaves a record without an item, which `restoreItem` and `purgeItem` clear away.
 */
export function moveToTrash(
  calls: MutatingCalls,
  host: Host,
  target: Target,
  expected: Expectation,
  options: TrashOptions,
): TrashOutcome {
  if (!isEntryName(target.name)) return { status: "skipped", reason: "it has no name of its own" };
  let above: DirectoryHandle;
  try {
    above = openDirectory(calls, target.directory);
  } catch (error) {
    return { status: "skipped", reason: whyNotThere(codeOf(error)) };
  }
  try {
    return fromDirectory(calls, host, above, target, expected, options);
  } finally {
    calls.close(above.descriptor);
  }
}

function fromDirectory(
  calls: MutatingCalls,
  host: Host,
  above: DirectoryHandle,
  target: Target,
  expected: Expectation,
  options: TrashOptions,
): TrashOutcome {
  const record = calls.newRecord();
  const found = calls.status(above.descriptor, calls.name(encode(target.name)), record);
  if (found < 0) return { status: "skipped", reason: whyNotThere(errorName(found)) };
  const changed = difference(record, expected);
  if (changed !== null) return { status: "skipped", reason: changed };
  if (record.mountId !== above.mountId || record.device !== above.device) {
    return { status: "skipped", reason: "it is a mount point" };
  }
  const trash = trashDirectoryFor(calls, host, above);
  if (!("files" in trash)) return { status: "failed", ...trash, hint: hintWithoutTrash(trash.code) };
  try {
    const path = join(target.directory, target.name);
    if (isWithin(path, trash.path)) return { status: "skipped", reason: "it lies in the trash already" };
    if (isWithin(trash.path, path)) return { status: "skipped", reason: "the trash itself lies in it" };
    return reserveAndMove(calls, host, { above, path, name: encode(target.name) }, trash, expected, options);
  } finally {
    closeTrash(calls, trash);
  }
}

interface Source {
  readonly above: DirectoryHandle;
  readonly path: AbsolutePath;
  readonly name: Buffer;
}

/** More names than anybody has tries for: chance names don't collide so often. */
const ATTEMPTS = 100;

function reserveAndMove(
  calls: MutatingCalls,
  host: Host,
  source: Source,
  trash: TrashDirectory,
  expected: Expectation,
  options: TrashOptions,
): TrashOutcome {
  const trashedAt = host.now();
  const written = trash.relativeTo === null ? source.path : relativeTo(source.path, trash.relativeTo);
  const content = writeTrashInfo({ path: written, deletedAt: trashedAt });
  const lastPart = decode(source.name);
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const name = trashName(lastPart, attempt);
    try {
      writeNewFile(calls, trash.info, infoName(name), content, options.sync ?? true);
    } catch (error) {
      const code = codeOf(error);
      if (code === "EEXIST") continue;
      return { status: "failed", code, reason: whyNotWritten(code, trash.path), hint: hintWithoutTrash(code) };
    }
    const item: TrashedItem = {
      trashDirectory: trash.path,
      name: decode(name),
      originalPath: source.path,
      device: expected.device,
      inode: String(expected.inode),
      kind: expected.kind,
      trashedAt,
    };
    const outcome = move(calls, host, source, trash, name, item, expected, options);
    if (outcome !== "taken") return outcome;
  }
  return { status: "failed", code: "EEXIST", reason: "no free name was found in the trash", hint: ONLY_PERMANENT };
}

function move(
  calls: MutatingCalls,
  host: Host,
  source: Source,
  trash: TrashDirectory,
  name: Buffer,
  item: TrashedItem,
  expected: Expectation,
  options: TrashOptions,
): TrashOutcome | "taken" {
  const forget = (): void => void calls.unlink(trash.info, calls.name(infoName(name)));
  try {
    options.beforeMove?.(item);
  } catch (error) {
    forget();
    throw error;
  }
  const from: Place = { descriptor: source.above.descriptor, name: source.name };
  const to: Place = { descriptor: trash.files, name };
  const code = moveDirectory(calls, from, to, expected, host.userId);
  if (code !== null) {
    forget();
    if (code === "EEXIST") return "taken";
    if (code === "ENOENT") return { status: "skipped", reason: whyNotThere(code) };
    if (code === "EXDEV" && !liesOnOverlay(host, source.path)) {
      return { status: "failed", code, reason: "its filesystem has no trash", hint: ONLY_PERMANENT };
    }
    return { status: "failed", code, reason: reasonFor(code), hint: isFull(code) ? ONLY_PERMANENT : null };
  }
  const record = calls.newRecord();
  const seen = calls.status(trash.files, calls.name(name), record);
  if (seen === 0 && difference(record, expected) === null) {
    return { status: "done", item: { ...item, modified: String(record.modified) } };
  }
  return putBack(calls, from, to, record, item, forget);
}

/** What came with a lower layer of an overlay can be renamed nowhere: deleting it begins with a new name as well. */
function liesOnOverlay(host: Host, path: AbsolutePath): boolean {
  try {
    return mountOf(path, mounts(host))?.type === "overlay";
  } catch {
    // Nobody can tell what is mounted: nothing was moved, and only the words depend on it.
    return false;
  }
}

/** What went into the trash is not what was planned: it goes back to where it was. */
function putBack(
  calls: MutatingCalls,
  from: Place,
  to: Place,
  record: StatusRecord,
  item: TrashedItem,
  forget: () => void,
): TrashOutcome {
  const reason = "another one had taken its place";
  if (renameWithoutReplacing(calls, to, from, record.isDirectory) === null) {
    forget();
    return { status: "skipped", reason: `${reason}; it was put back` };
  }
  const { device, inode, mode } = record;
  const misplaced = { ...item, device, inode: String(inode), kind: kindOf(mode) };
  return { status: "misplaced", reason: `${reason} and could not be put back: it is in the trash`, item: misplaced };
}

function whyNotThere(code: string): string {
  if (code === "ENOENT") return "it is gone already";
  if (code === "ENOTDIR" || code === "ELOOP") return "a part of its path is a link now, or no directory";
  return reasonFor(code);
}

function whyNotWritten(code: string, trash: AbsolutePath): string {
  return isFull(code)
    ? `there is no space for the record that the trash at ${trash} needs`
    : `the record in the trash at ${trash} could not be written: ${reasonFor(code)}`;
}
