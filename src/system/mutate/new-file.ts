import * as fs from "node:fs";
import { SystemCallError, errorName } from "../syscalls/errors.ts";
import type { MutatingCalls } from "./calls.ts";

/**
 * Writes a file that was not there before, in an open directory, and waits until it is on the disk unless told not to.
 * Throws with a `code`: `EEXIST`, `ENOSPC`, `EDQUOT` …; what was begun is removed again.
 */
export function writeNewFile(
  calls: MutatingCalls,
  directory: number,
  name: Buffer,
  content: Buffer,
  sync = true,
): void {
  const { O_CREAT, O_EXCL, O_WRONLY, O_NOFOLLOW } = fs.constants;
  const flags = O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW;
  const descriptor = calls.open(directory, calls.name(name), flags, 0o600);
  if (descriptor < 0) throw new SystemCallError(errorName(descriptor), "create", name.toString());
  try {
    for (let written = 0; written < content.length;) written += fs.writeSync(descriptor, content, written);
    const synced = sync ? calls.sync(descriptor) : 0;
    if (synced < 0) throw new SystemCallError(errorName(synced), "sync", name.toString());
  } catch (error) {
    calls.unlink(directory, calls.name(name));
    throw error;
  } finally {
    calls.close(descriptor);
  }
}
