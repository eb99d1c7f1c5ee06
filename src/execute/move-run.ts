import type { MovedFile, MoveList } from "../model/move-list.ts";
import { join, nameOf, parentOf, type AbsolutePath } from "../model/path.ts";
import type { Identity } from "../model/plan.ts";
import { statusOrNothing } from "../system/files.ts";
import type { Host } from "../system/host.ts";
import { identityAt } from "../system/place-identity.ts";
import { namesIn } from "../system/visible.ts";
import { asideName } from "./journal-places.ts";
import type { IntentRecord } from "./journal-records.ts";
import type { LinkedStep } from "./linked-steps.ts";
import { deepestThere } from "./move/directories.ts";
import { moveIt } from "./move/move-files.ts";
import { inFullOf } from "./run-logs.ts";
import type { Task } from "./task.ts";

/** What moves when a file, or all files of a directory, are to lie in another directory. */
export function moveListFor(path: AbsolutePath, identity: Identity, to: AbsolutePath): MoveList {
  const isWhole = identity.type === "directory";
  const directory = isWhole ? path : parentOf(path);
  const names = isWhole ? namesIn(path) : [nameOf(path)];
  return {
    from: { directory, stays: parentOf(directory), mode: (statusOrNothing(directory)?.mode ?? 0o755) & 0o7777 },
    to: { directory: to, stays: deepestThere(to), mode: null },
    device: identity.device,
    files: names.flatMap((name): MovedFile[] => {
      const found = identityAt(join(directory, name));
      const size = statusOrNothing(join(directory, name))?.size;
      return found?.type === "file" && size !== undefined ? [[name, found.inode, found.modified, size]] : [];
    }),
  };
}

/** What moves the files of earlier steps back to where they were, as tasks of a run. */
export function moveBackTasks(host: Host, run: string, steps: readonly LinkedStep[]): Task[] {
  return steps.map(({ log, intent: past }, index): Task => {
    const step = String(index + 1);
    const intent: IntentRecord = {
      ...past,
      step,
      at: new Date(host.now()).toISOString(),
      aside: asideName(run, step),
      undoes: { run: log.run.run, step: past.step },
    };
    const inFull = (): IntentRecord => {
      const { moves } = inFullOf(log, past);
      return moves ? { ...intent, moves: { ...moves, from: moves.to, to: moves.from } } : intent;
    };
    return { intent, inFull, check: () => null, act: (tools) => moveIt(inFull(), tools) };
  });
}
