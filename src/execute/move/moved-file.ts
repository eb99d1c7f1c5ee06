import type { MovedFile } from "../../model/move-list.ts";
import type { MutatingCalls } from "../../system/mutate/calls.ts";
import { errorName } from "../../system/syscalls/errors.ts";
import { FILE_TYPE, REGULAR, type StatusRecord } from "../../system/syscalls/status-record.ts";

/** What lies at an entry: nothing, the file of the list, or something else (also what cannot be looked at). */
export type Lying = "nothing" | "it" | "another";

/**
 * Is it the file of the list? A copy on another filesystem has an inode of its own: there its time, exact to the
 * nanosecond, and its size tell.
 */
export function isIt(record: StatusRecord, [, inode, modified, size]: MovedFile, device: string): boolean {
  if ((record.mode & FILE_TYPE) !== REGULAR || record.size !== size || String(record.modified) !== modified)
    return false;
  return String(record.device) !== device || String(record.inode) === inode;
}

export function lyingAt(calls: MutatingCalls, directory: number, name: Buffer, file: MovedFile, device: string): Lying {
  const record = calls.newRecord();
  const seen = calls.status(directory, calls.name(name), record);
  if (seen < 0) return errorName(seen) === "ENOENT" ? "nothing" : "another";
  return isIt(record, file, device) ? "it" : "another";
}
