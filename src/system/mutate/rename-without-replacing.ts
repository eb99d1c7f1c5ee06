import { errorName } from "../syscalls/errors.ts";
import type { MutatingCalls } from "./calls.ts";

export interface Place {
  /** An open directory. */
  readonly descriptor: number;
  readonly name: Buffer;
}

/**
 * Moves an entry to a new name and replaces nothing there, also where the filesystem can't promise that itself (NFS,
 * some FUSE): a file is linked and unlinked, a directory is moved onto an empty one that was made for it, for a rename
 * refuses to replace what is not empty. Returns null, or a POSIX code: `EEXIST` when the new name is taken, `EXDEV`
 * when it lies on another filesystem or mount.
 */
export function renameWithoutReplacing(
  calls: MutatingCalls,
  from: Place,
  to: Place,
  isDirectory: boolean,
): string | null {
  const result = calls.renameNoReplace(from.descriptor, calls.name(from.name), to.descriptor, calls.name(to.name));
  if (result >= 0) return null;
  const code = errorName(result);
  if (code !== "EINVAL" && code !== "ENOSYS" && code !== "EOPNOTSUPP") return code;
  return isDirectory ? renameOntoEmpty(calls, from, to) : linkAndUnlink(calls, from, to);
}

function renameOntoEmpty(calls: MutatingCalls, from: Place, to: Place): string | null {
  const made = calls.makeDirectory(to.descriptor, calls.name(to.name), 0o700);
  if (made < 0) return errorName(made);
  const result = calls.rename(from.descriptor, calls.name(from.name), to.descriptor, calls.name(to.name));
  if (result >= 0) return null;
  // Only the empty one that was made here can go this way.
  calls.removeDirectory(to.descriptor, calls.name(to.name));
  const code = errorName(result);
  return code === "ENOTEMPTY" ? "EEXIST" : code;
}

function linkAndUnlink(calls: MutatingCalls, from: Place, to: Place): string | null {
  const linked = calls.link(from.descriptor, calls.name(from.name), to.descriptor, calls.name(to.name));
  if (linked < 0) return errorName(linked);
  const result = calls.unlink(from.descriptor, calls.name(from.name));
  if (result >= 0) return null;
  calls.unlink(to.descriptor, calls.name(to.name));
  return errorName(result);
}
