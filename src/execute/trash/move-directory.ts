import type { MutatingCalls } from "../../system/mutate/calls.ts";
import { renameWithoutReplacing, type Place } from "../../system/mutate/rename-without-replacing.ts";
import { OPEN_PLACE } from "../../system/syscalls/calls.ts";
import { difference } from "../removal/identity.ts";
import { widen } from "../removal/directories.ts";
import type { Expectation } from "../removal/outcome.ts";

/**
 * Moves an item to another directory. A directory that its owner may not write can't be moved, for its `..` is to
 * change: then it gets that permission for as long as the move takes. Returns null or a POSIX code.
 */
export function moveDirectory(
  calls: MutatingCalls,
  from: Place,
  to: Place,
  expected: Expectation,
  userId: number,
): string | null {
  const isDirectory = expected.kind === "directory";
  const code = renameWithoutReplacing(calls, from, to, isDirectory);
  if (code !== "EACCES" || !isDirectory) return code;

  const descriptor = calls.open(from.descriptor, calls.name(from.name), OPEN_PLACE);
  if (descriptor < 0) return code;
  try {
    const record = calls.newRecord();
    const frame = { descriptor, modeBefore: -1 };
    const isIt = calls.statusOf(descriptor, record) === 0 && difference(record, expected) === null;
    if (!isIt || !widen(calls, frame, record, userId)) return code;
    const again = renameWithoutReplacing(calls, from, to, isDirectory);
    if (frame.modeBefore >= 0) calls.changeMode(descriptor, frame.modeBefore);
    return again;
  } finally {
    calls.close(descriptor);
  }
}
