import { NO_BYTES } from "../model/plan.ts";
import type { RunReport } from "../model/run.ts";
import type { Host } from "../system/host.ts";
import { editTasks, type FileEdit } from "./edit-files.ts";
import type { LinkedStep } from "./linked-steps.ts";
import { moveBackTasks } from "./move-run.ts";
import { runTasks, type RunOptions } from "./run.ts";
import type { Trash } from "./trash/trash.ts";

/** What one command moved and changed, to be taken back. */
export interface TakingBack {
  readonly run: string;
  readonly moved: readonly LinkedStep[];
  readonly edits: readonly FileEdit[];
}

/** Moves files back to where they were and makes settings what they were, in one run. */
export function takeBack(
  host: Host,
  trash: Trash,
  { run, moved, edits }: TakingBack,
  options: RunOptions = {},
): Promise<RunReport> {
  const back = moveBackTasks(host, run, moved);
  const tasks = [...back, ...editTasks(host, run, edits, back.length)];
  const objections = async (): Promise<ReadonlyMap<string, string>> => new Map();
  return runTasks(host, trash, { run, kind: "undo", tasks, forecast: NO_BYTES, later: NO_BYTES, objections }, options);
}
