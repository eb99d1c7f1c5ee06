import { resolve } from "node:path";
import { restoreItems } from "../execute/bring-back.ts";
import { editsToUndo, type FileEdit } from "../execute/edit-files.ts";
import { separateLinks } from "../execute/link-run.ts";
import { isStillThere, linkedSteps, type LinkedStep } from "../execute/linked-steps.ts";
import type { RunOptions } from "../execute/run.ts";
import { takeBack } from "../execute/take-back.ts";
import { trashFor } from "../execute/trash/trash-for.ts";
import type { Trash } from "../execute/trash/trash.ts";
import type { RunLog } from "../execute/run-logs.ts";
import type { PastItem } from "../execute/trashed-items.ts";
import type { Selection } from "../model/history.ts";
import { addBytes, NO_BYTES } from "../model/plan.ts";
import type { AbsolutePath } from "../model/path.ts";
import { Refusal } from "../model/refusal.ts";
import type { RunKind, RunReport } from "../model/run.ts";
import type { Host } from "../system/host.ts";
import { historyItem } from "./history.ts";
import { leftEnvironments } from "./left-environments.ts";
import { itemsNamed, nothingLeft, pastOf, selectionOf, type Past } from "./past-items.ts";
import { newRunId } from "./run-id.ts";

/**
 * Undoes the last cleaning, moving or linking, or what is named: a run, an item `RUN/STEP`, or a path. What lies in the
 * trash comes back, what was moved goes back, what was linked gets its own copies again, settings become as they were.
 * Nothing is overwritten: what cannot come back is an outcome with its reason. Throws `Refusal`.
 */
export async function undo(host: Host, name: string | null, options: RunOptions = {}): Promise<RunReport> {
  const trash = trashFor(host);
  const past = await undoablePast(host, trash, options);
  const { moved, edits } = { moved: stepsMeant(host, past, "moved", name), edits: editsMeant(host, past, name) };
  const run = newRunId(host);
  if (moved.length + edits.length > 0) return takeBack(host, trash, { run, moved, edits }, options);
  const linked = stepsMeant(host, past, "linked", name);
  if (linked.length > 0) {
    const request = { steps: linked, whyLeft: (all: readonly AbsolutePath[]) => leftEnvironments(host, all) };
    const report = await separateLinks(host, trash, run, request, options);
    const away = [...new Set(stepsMeant(host, past, "away", name).map(({ intent }) => intent.path))];
    const notices = away.map((path) => `not there now, so nothing was separated in it: ${path}`);
    return { ...report, notices: [...report.notices, ...notices] };
  }
  const { items, gone } = select(host, past, name);
  const report = await restoreItems(host, trash, run, items, options);
  return gone === null ? report : { ...report, notices: [...report.notices, gone] };
}

/** What `undo` would bring back. */
export async function previewUndo(host: Host, name: string | null, options: RunOptions = {}): Promise<Selection> {
  const trash = trashFor(host);
  const past = await undoablePast(host, trash, options);
  const steps = [...stepsMeant(host, past, "moved", name), ...stepsMeant(host, past, "linked", name)];
  if (steps.length === 0) return selectionOf(trash, select(host, past, name).items);
  return {
    items: steps.map(({ log, intent }) => historyItem(trash, log, intent, undefined)),
    bytes: steps.reduce((sum, { intent }) => addBytes(sum, intent.bytes), NO_BYTES),
  };
}

interface Undoable extends Past {
  /** Not separated yet. */
  readonly linked: readonly LinkedStep[];
  /** Not separated either, and their environments are not there now: removed, or on a disk that is not mounted. */
  readonly away: readonly LinkedStep[];
  /** Not moved back yet. */
  readonly moved: readonly LinkedStep[];
}

async function undoablePast(host: Host, trash: Trash, options: RunOptions): Promise<Undoable> {
  const { logs, items } = await pastOf(host, trash, options);
  const [linked = [], moved = []] = (["link", "move"] as const).map((act) =>
    linkedSteps(logs, act).filter(({ isUndone }) => !isUndone),
  );
  const there = new Set(linked.filter(isStillThere));
  const away = linked.filter((step) => !there.has(step));
  return { logs, items: items.filter(({ fate }) => fate === null), linked: [...there], away, moved };
}

/** The changes to settings that are to be taken back, the newest first: those named, or those of the last command. */
function editsMeant(host: Host, { logs }: Past, name: string | null): readonly FileEdit[] {
  const all = editsToUndo(logs).toReversed();
  if (name === null) {
    const last = lastCommand(logs, ["clean", "edit", "dedupe", "move"]);
    return all.filter(({ log }) => last.includes(log));
  }
  const names = [name, resolve(host.currentDirectory, name)];
  return all.filter(({ log, undoes, path }) => [log.run.run, undoes ?? "", path].some((one) => names.includes(one)));
}

/** The steps that are to be taken back: those named, or those of the last command if that is what it did. */
function stepsMeant(
  host: Host,
  { logs, ...past }: Undoable,
  what: "linked" | "away" | "moved",
  name: string | null,
): readonly LinkedStep[] {
  const steps = past[what];
  if (name === null) {
    const last = lastCommand(logs, ["clean", "dedupe", "move"]);
    return steps.filter(({ log }) => last.includes(log));
  }
  const path = resolve(host.currentDirectory, name);
  const [run, step] = name.split("/");
  const named = steps.filter(({ log, intent }) => log.run.run === run && (step === undefined || intent.step === step));
  return named.length > 0 ? named : steps.filter(({ intent }) => intent.path === path);
}

/** The runs of the last command that did something of these kinds: a sweep is one command, though it makes several. */
function lastCommand(logs: readonly RunLog[], kinds: readonly RunKind[]): readonly RunLog[] {
  const last = lastRun(logs, kinds);
  if (!last) return [];
  const { partOf } = last.run;
  return partOf === null ? [last] : logs.filter(({ run }) => run.partOf === partOf);
}

/** The last run of these kinds that did something; one that linked or moved some files of a step did. */
function lastRun(logs: readonly RunLog[], kinds: readonly RunKind[]): RunLog | undefined {
  return logs.findLast(
    ({ run, outcomes }) =>
      kinds.includes(run.kind) &&
      [...outcomes.values()].some(
        ({ result }) => result === "done" || (["dedupe", "move"].includes(run.kind) && result === "partial"),
      ),
  );
}

interface Selected {
  readonly items: readonly PastItem[];
  /** What the same command removed for good, in a sentence; null when there is no such thing. */
  readonly gone: string | null;
}

function select(host: Host, past: Undoable, name: string | null): Selected {
  return name === null ? ofTheLastCommand(past) : { items: itemsNamed(host, past, name), gone: null };
}

/** What the last cleaning put in the trash. */
function ofTheLastCommand({ logs, items, linked, moved }: Undoable): Selected {
  const removing = lastCommand(logs, ["clean", "dedupe", "move"]);
  const together = removing.length > 0 ? removing : lastCommand(logs, ["edit"]);
  const last = together.at(-1);
  if (!last) throw new Refusal("nothing-to-undo", "pyshed has removed nothing yet");
  const found = items.filter(({ log }) => together.includes(log));
  if (found.length > 0) return { items: found, gone: goneIn(together) };
  const undoable = new Set([...items, ...linked, ...moved, ...editsToUndo(logs)].map(({ log }) => log));
  const earlier = logs.findLast((log) => undoable.has(log))?.run.run;
  const { code, message, hint } = nothingLeft(last, logs);
  throw new Refusal(code, message, earlier ? `an earlier run can still be undone: pyshed undo ${earlier}` : hint);
}

function goneIn(logs: readonly RunLog[]): string | null {
  const paths = logs.flatMap(({ intents, outcomes }) =>
    intents
      .filter(({ act, step }) => (act === "owner" || act === "delete") && outcomes.get(step)?.result === "done")
      .map(({ path }) => path),
  );
  if (paths.length === 0) return null;
  const more = paths.length > 3 ? ` and ${paths.length - 3} more` : "";
  return `what was removed for good does not come back: ${paths.slice(0, 3).join(", ")}${more}`;
}
