import type { AbsolutePath } from "../../model/path.ts";
import type { MovedFile } from "../../model/move-list.ts";
import { openDirectory } from "../../system/directory-handle.ts";
import { codeOf, encode, statusOrNothing } from "../../system/files.ts";
import { mutatingCalls, type MutatingCalls } from "../../system/mutate/calls.ts";
import type { IntentRecord } from "../journal-records.ts";
import { DONE, type Acted } from "../task.ts";
import { removeEmpty } from "./directories.ts";
import { lyingAt } from "./moved-file.ts";
import { copyName } from "./moving.ts";

/**
 * Clears up after a move that was cut short. A file that was renamed lies in its new place. Of one that was being copied
 * the original counts as long as it is there: then the copy goes under both its names; otherwise only the name aside.
 * Undefined when it cannot be told now.
 */
export function settleMove({ moves, aside }: IntentRecord): Acted | undefined {
  const calls = mutatingCalls();
  if (!moves || aside === null) return { result: "failed", reason: STOPPED };
  if (!calls) return undefined;
  const { files, device } = moves;
  const from = openOrGone(calls, moves.from.directory);
  const to = openOrGone(calls, moves.to.directory);
  try {
    if (from === undefined || to === undefined) return undefined;
    if (from === GONE && to === GONE) {
      const canBeSeen = statusOrNothing(moves.from.stays)?.kind === "directory";
      return canBeSeen ? { result: "failed", reason: "it is in neither place: somebody else took it" } : undefined;
    }
    if (to !== GONE) clearCopies(calls, from, to, encode(aside), moves);
    const moved = files.filter((file) => to !== GONE && lyingAt(calls, to, encode(file[0]), file, device) === "it");
    if (moved.length === files.length) return DONE;
    return moved.length === 0
      ? { result: "skipped", reason: "pyshed was stopped before it was touched" }
      : { result: "partial", reason: STOPPED };
  } finally {
    for (const descriptor of [from, to]) if (descriptor !== undefined && descriptor >= 0) calls.close(descriptor);
    for (const side of [moves.from, moves.to]) removeEmpty(calls, side);
  }
}

const STOPPED = "pyshed was stopped while it was at work on it";
/** In place of a descriptor: the directory is not there. */
const GONE = -1;

function clearCopies(
  calls: MutatingCalls,
  from: number,
  to: number,
  aside: Buffer,
  { files, device }: { readonly files: readonly MovedFile[]; readonly device: string },
): void {
  const [copied, named] = [calls.newRecord(), calls.newRecord()];
  for (const [index, file] of files.entries()) {
    const copy = copyName(aside, index);
    if (calls.status(to, calls.name(copy), copied) < 0) continue;
    const name = encode(file[0]);
    const isOurs = calls.status(to, calls.name(name), named) === 0 && named.inode === copied.inode;
    const isOriginalThere = from !== GONE && lyingAt(calls, from, name, file, device) !== "nothing";
    if (isOurs && isOriginalThere) calls.unlink(to, calls.name(name));
    calls.unlink(to, calls.name(copy));
  }
}

/** Undefined when it cannot be opened now. */
function openOrGone(calls: MutatingCalls, path: AbsolutePath): number | undefined {
  try {
    return openDirectory(calls, path).descriptor;
  } catch (error) {
    return codeOf(error) === "ENOENT" ? GONE : undefined;
  }
}
