import { codeOf, encode } from "../system/files.ts";
import { openDirectory, type DirectoryHandle } from "../system/directory-handle.ts";
import type { Host } from "../system/host.ts";
import { mutatingCalls, type MutatingCalls } from "../system/mutate/calls.ts";
import { OPEN_DIRECTORY } from "../system/syscalls/calls.ts";
import { errorName } from "../system/syscalls/errors.ts";
import type { StatusRecord } from "../system/syscalls/status-record.ts";
import { join } from "../model/path.ts";
import { removeByPath } from "./removal/by-path.ts";
import { difference, isEntryName } from "./removal/identity.ts";
import { surroundingsOf } from "./removal/mounts-inside.ts";
import { letGo, newFrame, type Frame } from "./removal/frames.ts";
import { concluded, reasonFor, skipped } from "./removal/outcome.ts";
import type { Expectation, RemovalOutcome, Removed, Target } from "./removal/outcome.ts";
import { RemovalRecord } from "./removal/removal-record.ts";
import { removeContents } from "./removal/remove-contents.ts";
import { removeEmptied, widenUnopened } from "./removal/directories.ts";

/**
 * Permanent removal of one planned thing. What goes is what the plan saw: the directory above is opened part by part
 * without following links, and the entry must have the device, inode and kind of the plan, before and after it is
 * opened. Another filesystem anywhere inside stops it before anything is removed. Then `TreeRemover` empties it.
 *
 * It can't be undone, and a single file may be replaced by another in the microseconds between look and unlink.
 */
export interface RemovalOptions {
  /** Called now and then with what has gone so far. */
  readonly onProgress?: (removed: Removed) => void;
  /** Stops between two entries; what is left is reported. */
  readonly signal?: AbortSignal;
  /** How many bytes it holds on disk, where that is known: decides whether threads are started at once. */
  readonly expectedBytes?: number;
  /** False leaves out how many bytes went, and is faster by a call per file. */
  readonly countBytes?: boolean;
  /** Threads to work with; 0 does everything in this one. The default suits the machine. */
  readonly threads?: number;
  /** Other calls than the system's: where tests let things happen in between. Keeps to one thread. */
  readonly calls?: MutatingCalls;
}

export async function removeTree(
  host: Host,
  target: Target,
  expected: Expectation,
  options: RemovalOptions = {},
): Promise<RemovalOutcome> {
  if (!isEntryName(target.name)) return skipped("it has no name of its own", "by handle");
  const calls = options.calls ?? mutatingCalls();
  if (!calls) return removeByPath(host, target, expected);
  let above: DirectoryHandle;
  try {
    above = openDirectory(calls, target.directory);
  } catch (error) {
    return skipped(whyNotOpened(codeOf(error)), "by handle");
  }
  try {
    return await removeIn(calls, host, above, target, expected, options);
  } finally {
    calls.close(above.descriptor);
  }
}

async function removeIn(
  calls: MutatingCalls,
  host: Host,
  above: DirectoryHandle,
  target: Target,
  expected: Expectation,
  options: RemovalOptions,
): Promise<RemovalOutcome> {
  const path = join(target.directory, target.name);
  const name = encode(target.name);
  const record = calls.newRecord();
  const found = calls.status(above.descriptor, calls.name(name), record);
  if (found < 0) return skipped(whyNotOpened(errorName(found)), "by handle");
  const changed = difference(record, expected);
  if (changed !== null) return skipped(changed, "by handle");
  if (record.mountId !== above.mountId || record.device !== above.device) {
    return skipped("it is a mount point", "by handle");
  }

  const kept = new RemovalRecord(path);
  if (expected.kind !== "directory") {
    const bytes = record.links === 1 ? record.allocated : 0;
    const result = calls.unlink(above.descriptor, calls.name(name));
    if (result === 0) return concluded("by handle", { files: 1, directories: 0, bytes }, [], 0);
    kept.leave("", errorName(result) === "EPERM" && record.isImmutable ? "IMMUTABLE" : errorName(result));
    return kept.outcome();
  }

  const top = openTop(calls, above.descriptor, name, expected, host.userId, record);
  if (top === "CHANGED") return skipped("another one has taken its place since it was planned", "by handle");
  if (typeof top === "string") {
    kept.leave("", top);
    return kept.outcome();
  }
  const { device, mountId } = above;
  const opened = { path, descriptor: top.descriptor, device, inode: top.inode, mountId };
  const { mountInside, trustsListedInodes } = surroundingsOf(calls, host, opened);
  if (mountInside !== null) {
    letGo(calls, top, false);
    return skipped(`something is mounted in it, at ${mountInside}`, "by handle");
  }
  const rules = { device, mountId, trustsListedInodes, userId: host.userId, countBytes: options.countBytes ?? true };
  const threads = options.calls ? 0 : options.threads;
  await removeContents(calls, top, rules, kept, { ...options, threads });
  if (!kept.holdsRefused) {
    const code = removeEmptied(calls, above.descriptor, { name, inode: opened.inode }, record, () => false);
    if (code === null) kept.add({ files: 0, directories: 1, bytes: 0 });
    else if (code !== "ENOENT") kept.leave("", code);
  }
  return kept.outcome();
}

/** Opens the item itself for listing, if it still is the one; else a code. */
function openTop(
  calls: MutatingCalls,
  above: number,
  name: Buffer,
  expected: Expectation,
  userId: number,
  record: StatusRecord,
): Frame | string {
  const { device, mountId } = record;
  let modeBefore = -1;
  let descriptor = calls.open(above, calls.name(name), OPEN_DIRECTORY);
  if (descriptor < 0 && errorName(descriptor) === "EACCES") {
    modeBefore = widenUnopened(calls, above, name, record, { device, mountId, userId });
    descriptor = calls.open(above, calls.name(name), OPEN_DIRECTORY);
  }
  if (descriptor < 0) return errorName(descriptor) === "ENOTDIR" ? "CHANGED" : errorName(descriptor);
  const isSame =
    calls.statusOf(descriptor, record) === 0 &&
    difference(record, expected) === null &&
    record.mountId === mountId &&
    record.device === device;
  if (isSame) return newFrame(descriptor, record.inode, Buffer.alloc(0), modeBefore);
  calls.close(descriptor);
  return "CHANGED";
}

function whyNotOpened(code: string): string {
  if (code === "ENOENT") return "it is gone already";
  if (code === "ENOTDIR" || code === "ELOOP") return "a part of its path is a link now, or no directory";
  return reasonFor(code);
}
