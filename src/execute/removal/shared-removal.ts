import { decode } from "../../system/files.ts";
import type { MutatingCalls } from "../../system/mutate/calls.ts";
import { removeEmptied, widen } from "./directories.ts";
import { newFrame, type Frame } from "./frames.ts";
import { FAILURES_BORNE } from "./outcome.ts";
import { PASSES, type RemovalRules, type Sharing } from "./rules.ts";
import type { TaskTable } from "./task-table.ts";
import { TreeRemover } from "./tree-remover.ts";

/**
 * One thread's part in removing an item together with others. It takes open directories from the table, never paths,
 * and gives some away when others wait. What holds for `TreeRemover` holds here.
 */
export function takePart(
  calls: MutatingCalls,
  table: TaskTable,
  rules: RemovalRules,
  report: (inside: string, code: string) => void,
): void {
  while (!table.isOver) {
    const task = table.take();
    if (task >= 0) empty(calls, table, rules, report, frameOf(table, task));
  }
}

/** Entries between two looks at the clock of the others: counts are added up this often. */
const ENTRIES_AT_ONCE = 1_000;
/** Only directories near a task's own are given away: those below are soon done. */
const DEPTH_SHARED = 16;

type Report = (inside: string, code: string) => void;

function empty(calls: MutatingCalls, table: TaskTable, rules: RemovalRules, report: Report, top: Frame): void {
  const prefix = pathTo(table, table.parentOf(top.task));
  const failed: Report = (inside, code) => {
    if (table.countFailure() >= FAILURES_BORNE) table.stop();
    report(prefix + inside, code);
  };
  const sharing: Sharing = {
    isStopped: () => table.isStopped,
    offer: (above, child) => table.wantsWork && above.length <= DEPTH_SHARED && offer(table, above, child),
    leave: (frame) => leave(calls, table, rules, report, frame),
  };
  const remover = new TreeRemover(calls, rules, failed, sharing);
  remover.start(top);
  let told = { files: 0, directories: 0, bytes: 0 };
  for (let isOver = false; !isOver;) {
    isOver = remover.step(ENTRIES_AT_ONCE);
    const { files, directories, bytes } = remover.counts;
    table.addCounts(files - told.files, directories - told.directories, bytes - told.bytes);
    told = { files, directories, bytes };
    if (remover.stopped !== null) table.stop();
  }
}

/** Puts a directory, and those above it, into the table. */
function offer(table: TaskTable, above: readonly Frame[], child: Frame): boolean {
  let parent = -1;
  for (const frame of above) {
    if (frame.task < 0) frame.task = table.add(frame, parent, false);
    if (frame.task < 0) return false;
    parent = frame.task;
  }
  return table.add(child, parent, true) >= 0;
}

function leave(calls: MutatingCalls, table: TaskTable, rules: RemovalRules, report: Report, frame: Frame): void {
  if (frame.holdsRefused) table.fail(frame.task);
  if (frame.modeBefore >= 0) table.setMode(frame.task, frame.modeBefore);
  let task = frame.task;
  while (table.release(task)) {
    const parent = table.parentOf(task);
    if (parent < 0) return table.end();
    if (!finish(calls, table, rules, report, task, parent)) return;
    task = parent;
  }
}

/** Removes a directory that everybody has left, or keeps what could not go. False when it has to be listed again. */
function finish(
  calls: MutatingCalls,
  table: TaskTable,
  rules: RemovalRules,
  report: Report,
  task: number,
  parent: number,
): boolean {
  const descriptor = table.descriptorOf(task);
  let isRemoved = false;
  if (!table.isFailed(task) && !table.isStopped) {
    const record = calls.newRecord();
    const above = { descriptor: table.descriptorOf(parent), modeBefore: -1 };
    const emptied = { name: table.nameOf(task), inode: table.inodeOf(task) };
    const code = removeEmptied(calls, above.descriptor, emptied, record, () =>
      widen(calls, above, record, rules.userId),
    );
    if (above.modeBefore >= 0) table.setMode(parent, above.modeBefore);
    if (code === "ENOTEMPTY" && table.countPass(task) < PASSES) {
      calls.rewind(descriptor);
      table.hold(task);
      empty(calls, table, rules, report, frameOf(table, task));
      return false;
    }
    isRemoved = code === null || code === "ENOENT";
    if (code === null) table.addCounts(0, 1, 0);
    else if (code !== "ENOENT") {
      table.countFailure();
      report(pathTo(table, parent) + decode(emptied.name), code);
    }
  }
  if (!isRemoved) {
    table.fail(parent);
    if (table.modeOf(task) >= 0) calls.changeMode(descriptor, table.modeOf(task));
  }
  calls.close(descriptor);
  table.free(task);
  return true;
}

function frameOf(table: TaskTable, task: number): Frame {
  const frame = newFrame(table.descriptorOf(task), table.inodeOf(task), table.nameOf(task));
  return Object.assign(frame, { task });
}

/** Where an entry lies, seen from the item, with a slash at the end; empty for the item itself. */
function pathTo(table: TaskTable, task: number): string {
  let path = "";
  for (let at = task; at >= 0 && table.parentOf(at) >= 0; at = table.parentOf(at)) {
    path = `${decode(table.nameOf(at))}/${path}`;
  }
  return path;
}
