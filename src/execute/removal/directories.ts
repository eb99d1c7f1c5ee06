import type { MutatingCalls } from "../../system/mutate/calls.ts";
import { OPEN_DIRECTORY, OPEN_DIRECTORY_PATH } from "../../system/syscalls/calls.ts";
import { errorName } from "../../system/syscalls/errors.ts";
import type { StatusRecord } from "../../system/syscalls/status-record.ts";
import type { Frame } from "./frames.ts";
import type { RemovalRules } from "./rules.ts";

/** Removes an emptied directory by its name if that still stands for it. Null when it is gone, else a code. */
export function removeEmptied(
  calls: MutatingCalls,
  above: number,
  frame: { readonly name: Buffer; readonly inode: bigint },
  record: StatusRecord,
  mayWiden: () => boolean,
): string | null {
  const seen = calls.status(above, calls.name(frame.name), record);
  if (seen < 0) return errorName(seen);
  if (record.inode !== frame.inode) return "CHANGED";
  let result = calls.removeDirectory(above, calls.name(frame.name));
  if (result < 0 && errorName(result) === "EACCES" && mayWiden()) {
    result = calls.removeDirectory(above, calls.name(frame.name));
  }
  if (result === 0) return null;
  const code = errorName(result);
  return code === "EEXIST" ? "ENOTEMPTY" : code === "ENOTDIR" ? "CHANGED" : code;
}

/** Gives the owner all permissions on a directory of the item. True when a second try is worth it. */
export function widen(
  calls: MutatingCalls,
  frame: Pick<Frame, "descriptor" | "modeBefore">,
  record: StatusRecord,
  userId: number,
): boolean {
  if (calls.statusOf(frame.descriptor, record) < 0 || record.owner !== userId) return false;
  const mode = record.mode & 0o7777;
  if ((mode & 0o700) === 0o700) return true;
  if (calls.changeMode(frame.descriptor, mode | 0o700) < 0) return false;
  if (frame.modeBefore < 0) frame.modeBefore = mode;
  return true;
}

/**
 * The same for a directory that can't be opened for listing. Returns its permissions before, or -1 when they were left
 * as they are.
 */
export function widenUnopened(
  calls: MutatingCalls,
  above: number,
  name: Buffer,
  record: StatusRecord,
  rules: Pick<RemovalRules, "device" | "mountId" | "userId">,
): number {
  const descriptor = calls.open(above, calls.name(name), OPEN_DIRECTORY_PATH);
  if (descriptor < 0) return -1;
  const child = { descriptor, modeBefore: -1 };
  if (calls.statusOf(descriptor, record) === 0 && isOnSameMount(record, rules))
    widen(calls, child, record, rules.userId);
  calls.close(descriptor);
  return child.modeBefore;
}

/** True when the entry, or the directory itself, carries an attribute that forbids removal. */
export function isImmutable(calls: MutatingCalls, above: number, name: Buffer | null, record: StatusRecord): boolean {
  if (name && calls.status(above, calls.name(name), record) === 0 && record.isImmutable) return true;
  return calls.statusOf(above, record) === 0 && record.isImmutable;
}

export function isOnSameMount(record: StatusRecord, rules: Pick<RemovalRules, "device" | "mountId">): boolean {
  return record.device === rules.device && record.mountId === rules.mountId;
}

/** Opens a directory again through `..` of one below it. Returns -1 when that is not the same any more. */
export function openAbove(
  calls: MutatingCalls,
  below: number,
  inode: bigint,
  record: StatusRecord,
  rules: RemovalRules,
): number {
  const descriptor = calls.open(below, calls.name(Buffer.from("..")), OPEN_DIRECTORY);
  if (descriptor < 0) return -1;
  const isSame = calls.statusOf(descriptor, record) === 0 && record.inode === inode && isOnSameMount(record, rules);
  if (isSame) return descriptor;
  calls.close(descriptor);
  return -1;
}
