import { join, parentOf, type AbsolutePath } from "../model/path.ts";
import { NO_BYTES, type Identity } from "../model/plan.ts";
import type { SettingsEdit } from "../model/settings.ts";
import type { RunReport } from "../model/run.ts";
import { applyEdit, undoing, type TextEdit } from "../model/text-edit.ts";
import { codeOf, read, realPath, statusOrNothing } from "../system/files.ts";
import type { Host } from "../system/host.ts";
import { removeFile } from "../system/mutate/by-path.ts";
import { replaceFile } from "../system/mutate/replace-file.ts";
import { identityAt } from "../system/place-identity.ts";
import { editCrontab, settleCrontab } from "./crontab.ts";
import { asideName } from "./journal-places.ts";
import type { IntentRecord } from "./journal-records.ts";
import { reasonFor } from "./removal/outcome.ts";
import { runTasks, type RunOptions } from "./run.ts";
import type { RunLog } from "./run-logs.ts";
import { DONE, type Acted, type Task } from "./task.ts";
import type { Trash } from "./trash/trash.ts";

/**
 * Changes text files of the user's: a marked piece is put in, or exactly that piece is taken out. Nothing else of a file
 * is ever touched, and it is read again right before. A link is followed to the file itself. Files of others, with
 * further names or that are no UTF-8 text are left. Each change is journalled with what takes it back.
 */
export interface FileEdit extends Pick<SettingsEdit, "path" | "edit" | "kept"> {
  /** `RUN/STEP` of the edit that this one takes back, or null. */
  readonly undoes: string | null;
}

export function editFiles(
  host: Host,
  trash: Trash,
  request: { readonly run: string; readonly kind: "edit"; readonly edits: readonly FileEdit[] },
  options: RunOptions = {},
): Promise<RunReport> {
  const { run, kind, edits } = request;
  const tasks = editTasks(host, run, edits);
  const objections = async (): Promise<ReadonlyMap<string, string>> => new Map();
  return runTasks(host, trash, { run, kind, tasks, forecast: NO_BYTES, later: NO_BYTES, objections }, options);
}

/** One task for each edit; their steps are numbered on from `before`. */
export function editTasks(host: Host, run: string, edits: readonly FileEdit[], before = 0): Task[] {
  return edits.map((edit, index) => taskFor(host, run, String(before + index + 1), edit));
}

function taskFor(host: Host, run: string, step: string, { path, edit, undoes, kept }: FileEdit): Task {
  const file = followed(path);
  const intent: IntentRecord = {
    type: "intent",
    step,
    at: new Date(host.now()).toISOString(),
    act: "edit",
    path,
    identity: nearestIdentity(file),
    artifact: "setting",
    project: null,
    safety: "safe",
    bytes: NO_BYTES,
    aside: asideName(run, step),
    origin: null,
    edit: { done: edit, back: undoing(edit, kept ? kept.text : textOf(file)), undoes, ...(kept && { by: kept.by }) },
  };
  if (kept) return { intent, check: () => null, act: () => editCrontab(host, path, edit) };
  return { intent, check: () => whyNotEdited(host, { path, edit }), act: async () => editIt(intent, edit) };
}

async function editIt({ path, aside }: IntentRecord, edit: TextEdit): Promise<Acted> {
  const file = followed(path);
  const edited = applyEdit(textOf(file), edit);
  if ("why" in edited) return { result: "skipped", reason: edited.why };
  try {
    if (edited.content === null) removeFile(file);
    else replaceFile(file, edited.content, aside!);
    return DONE;
  } catch (error) {
    return { result: "failed", reason: reasonFor(codeOf(error)) };
  }
}

const LONGEST = 1024 * 1024;

/** Why a file would not be changed now, or null. */
export function whyNotEdited(host: Host, { path, edit, kept }: Omit<FileEdit, "undoes">): string | null {
  if (kept) {
    const edited = applyEdit(kept.text, edit);
    return "why" in edited ? edited.why : null;
  }
  const file = followed(path);
  const found = statusOrNothing(file);
  if (found) {
    if (found.kind !== "file") return "it is no regular file";
    if (host.userId >= 0 && found.owner !== host.userId) return `it belongs to user ${found.owner}`;
    if (found.links > 1) return "it has further names, which would not be changed";
    if (found.size > LONGEST) return "it is too long for a file of settings";
    if (textOf(file) === null) return "it could not be read as text";
  }
  const edited = applyEdit(textOf(file), edit);
  return "why" in edited ? edited.why : null;
}

/** Null where there is no file, or no text that comes out as it went in. */
export function textOf(file: AbsolutePath): string | null {
  try {
    const bytes = read(file, LONGEST + 1);
    const text = bytes.toString("utf8");
    return Buffer.from(text).equals(bytes) ? text : null;
  } catch {
    // Nothing is there, or it may not be read: nothing is put in its place then either, see `whyNotEdited`.
    return null;
  }
}

/** The file itself where a link leads to it. */
export function followed(path: AbsolutePath): AbsolutePath {
  try {
    return realPath(path);
  } catch {
    // Not there yet.
    return path;
  }
}

function nearestIdentity(path: AbsolutePath): Identity {
  const found = identityAt(path);
  if (found || path === parentOf(path)) return found ?? { device: "0", inode: "0", type: "directory", modified: "0" };
  return nearestIdentity(parentOf(path));
}

/** What became of an edit whose run was killed: a text is replaced at once or not at all. Undefined when it cannot be told now. */
export async function settleEdit(host: Host, { path, edit, aside }: IntentRecord): Promise<Acted | undefined> {
  if (edit?.by === "crontab") return settleCrontab(host, path, edit.back);
  if (aside !== null) removeDraft(join(parentOf(followed(path)), aside));
  const text = textOf(followed(path));
  // A piece that is to come back in the place of another may hold that one too.
  const isDone = edit && "why" in applyEdit(text, edit.done) && !("why" in applyEdit(text, edit.back));
  return isDone ? DONE : { result: "skipped", reason: "pyshed was stopped before it was touched" };
}

/** The new text of a file that never came into its place. */
function removeDraft(draft: AbsolutePath): void {
  try {
    if (statusOrNothing(draft)?.kind === "file") removeFile(draft);
  } catch {
    // It may not be removed now: it stays under its own name, beside the file that is as it was.
  }
}

/** The edits of runs that have not been taken back, the oldest first, each with what takes it back. */
export function editsToUndo(logs: readonly RunLog[]): readonly (FileEdit & { readonly log: RunLog })[] {
  const undone = new Set(
    logs.flatMap(({ intents, outcomes }) =>
      intents.flatMap(({ step, edit }) => (edit?.undoes && outcomes.get(step)?.result === "done" ? [edit.undoes] : [])),
    ),
  );
  return logs.flatMap((log) =>
    log.intents.flatMap(({ step, path, edit }) => {
      const undoes = `${log.run.run}/${step}`;
      const isDone = log.run.kind === "edit" && log.outcomes.get(step)?.result === "done" && !undone.has(undoes);
      if (!edit || !isDone) return [];
      const kept = edit.by && { by: edit.by, text: null };
      return [{ log, path, edit: edit.back, undoes, kept }];
    }),
  );
}
