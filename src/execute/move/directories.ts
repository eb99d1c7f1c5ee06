import { isWithin, nameOf, parentOf, type AbsolutePath } from "../../model/path.ts";
import type { MoveSide } from "../../model/move-list.ts";
import { openDirectory, withDirectory, type DirectoryHandle } from "../../system/directory-handle.ts";
import { codeOf, encode, statusOrNothing } from "../../system/files.ts";
import type { MutatingCalls } from "../../system/mutate/calls.ts";
import { errorName, SystemCallError } from "../../system/syscalls/errors.ts";
import { removeEmptied } from "../removal/directories.ts";

/** The deepest directory on the way to a path that is there. */
export function deepestThere(path: AbsolutePath): AbsolutePath {
  if (path === parentOf(path) || statusOrNothing(path)) return path;
  return deepestThere(parentOf(path));
}

/**
 * Opens a directory and makes what is missing on the way to it below the one that stays; a link on the way is not
 * followed. Throws with a `code`: `ENOENT` where the one that stays is gone.
 */
export function openOrMake(calls: MutatingCalls, { directory, stays, mode }: MoveSide): DirectoryHandle {
  try {
    return openDirectory(calls, directory);
  } catch (error) {
    if (codeOf(error) !== "ENOENT" || directory === stays || !isWithin(directory, stays)) throw error;
  }
  const above = openOrMake(calls, { directory: parentOf(directory), stays, mode: null });
  try {
    const name = calls.name(encode(nameOf(directory)));
    const made = calls.makeDirectory(above.descriptor, name, mode ?? 0o777);
    if (made < 0 && errorName(made) !== "EEXIST") throw new SystemCallError(errorName(made), "mkdir", directory);
  } finally {
    calls.close(above.descriptor);
  }
  const opened = openDirectory(calls, directory);
  // The system takes its mask off the permissions that a directory is made with.
  if (mode !== null) calls.changeMode(opened.descriptor, mode);
  return opened;
}

/**
 * Takes away a directory, and those above it up to the one that stays, as far as they are empty. The system itself refuses
 * one that holds anything, so nothing is lost; whatever goes wrong leaves the directory where it is, which does no harm.
 */
export function removeEmpty(calls: MutatingCalls, { directory, stays }: Omit<MoveSide, "mode">): void {
  for (let path = directory; path !== stays && isWithin(path, stays); path = parentOf(path)) {
    if (!removeIfEmpty(calls, path)) return;
  }
}

/** True when it is not there any more. */
function removeIfEmpty(calls: MutatingCalls, path: AbsolutePath): boolean {
  try {
    return withDirectory(calls, parentOf(path), ({ descriptor }) => {
      const record = calls.newRecord();
      const name = encode(nameOf(path));
      if (calls.status(descriptor, calls.name(name), record) < 0) return true;
      if (!record.isDirectory) return false;
      return removeEmptied(calls, descriptor, { name, inode: record.inode }, record, () => false) === null;
    });
  } catch (error) {
    // The directory above is gone too, or closed: then nothing is removed.
    return codeOf(error) === "ENOENT";
  }
}
