import { availableParallelism } from "node:os";
import { setImmediate } from "node:timers/promises";
import type { MutatingCalls } from "../../system/mutate/calls.ts";
import { newFrame, type Frame } from "./frames.ts";
import { OPEN_DIRECTORY } from "../../system/syscalls/calls.ts";
import { removalPool, type RemovalPool, type Watch } from "./removal-pool.ts";
import type { Removed } from "./outcome.ts";
import type { RemovalRecord } from "./removal-record.ts";
import type { RemovalRules } from "./rules.ts";
import { TreeRemover } from "./tree-remover.ts";

/** After so many entries others get their turn: progress, Ctrl-C, threads that have started. */
const ENTRIES_AT_ONCE = 500;
/** Threads are worth their start from so many entries on. */
const MANY_ENTRIES = 4_000;
/** What so many entries of an environment hold on disk. */
const MANY_BYTES = MANY_ENTRIES * 16 * 1024;

export interface Pace extends Watch {
  readonly expectedBytes?: number | undefined;
  readonly threads?: number | undefined;
}

/**
 * Empties the opened item and keeps what became of it: begins in this thread, and goes on in several when there is
 * much to do and they have started.
 */
export async function removeContents(
  calls: MutatingCalls,
  top: Frame,
  rules: RemovalRules,
  kept: RemovalRecord,
  { onProgress, signal, expectedBytes = 0, threads = defaultThreads() }: Pace,
): Promise<void> {
  const remover = new TreeRemover(calls, rules, (inside, code) => kept.leave(inside, code));
  let pool: RemovalPool | undefined;
  remover.start(top);
  try {
    while (!remover.step(ENTRIES_AT_ONCE)) {
      const soFar = remover.counts.files + remover.counts.directories;
      onProgress?.({ ...remover.counts });
      await setImmediate();
      if (signal?.aborted) remover.stop("STOPPED");
      if (threads === 0 || remover.hasFailed) continue;
      if (!pool && (soFar >= MANY_ENTRIES || expectedBytes >= MANY_BYTES)) pool = removalPool(calls, threads);
      if (!pool || pool.ready < threads) continue;
      // A listing of its own, from the beginning: this thread has read on in the other.
      const again = calls.open(top.descriptor, calls.name(Buffer.from(".")), OPEN_DIRECTORY);
      if (again < 0) continue;
      remover.abandon();
      kept.add(remover.counts);
      await pool.removeContents(newFrame(again, top.inode, top.name, top.modeBefore), rules, kept, {
        signal,
        onProgress: onProgress && progressAfter(kept.removed, onProgress),
      });
      return;
    }
  } finally {
    // Closes what is open when something was thrown; nothing is open after an ordinary end.
    remover.close();
  }
  kept.add(remover.counts);
  if (remover.stopped === "STOPPED" || remover.stopped === "TOO_MANY") kept.leave("", remover.stopped);
  if (remover.topHoldsRefused) kept.holdsRefused = true;
}

function progressAfter(before: Removed, onProgress: (removed: Removed) => void): (more: Removed) => void {
  return ({ files, directories, bytes }) =>
    onProgress({
      files: before.files + files,
      directories: before.directories + directories,
      bytes: before.bytes + bytes,
    });
}

/** Most of the time goes into waiting for the disk, so there are more threads than cores. */
function defaultThreads(): number {
  return Math.min(8, 4 * availableParallelism());
}
