import type { MutatingCalls } from "../../system/mutate/calls.ts";
import { errorName } from "../../system/syscalls/errors.ts";
import { reasonFor } from "../removal/outcome.ts";
import { DIFFERENT } from "./hard-link.ts";
import { recordsFor, type FileMark, type NamedPlace, type Trouble } from "./open-file.ts";
import { dropped } from "./put-in-place.ts";
import { shareExtents } from "./share-extents.ts";

/**
 * Lets a file take its bytes from the blocks of a copy that was made beside it. Afterwards the copy is gone, so they are
 * the file's own. It stays the same file, with its times and all its names. The kernel compares before it changes
 * anything, so what a program writes meanwhile is never lost: then the file is left, with the reason.
 */
export function takeBlocks(calls: MutatingCalls, file: NamedPlace & FileMark, aside: Buffer): Trouble {
  const { directory, device } = file;
  const record = recordsFor(calls).own;
  const seen = calls.status(directory, calls.name(aside), record);
  if (seen < 0) return reasonFor(errorName(seen));
  const [inode, modified] = [String(record.inode), String(record.modified)];
  const trouble = shareExtents(calls, file, { directory, name: aside, device, inode, modified });
  if (trouble !== null) return dropped(calls, directory, aside, trouble === DIFFERENT ? WRITTEN : trouble);
  const gone = calls.unlink(directory, calls.name(aside));
  return gone < 0 ? reasonFor(errorName(gone)) : null;
}

const WRITTEN = "it was written to while it was copied";
