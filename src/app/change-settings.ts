import { editFiles, followed, whyNotEdited, type FileEdit } from "../execute/edit-files.ts";
import type { RunOptions } from "../execute/run.ts";
import { trashFor } from "../execute/trash/trash-for.ts";
import type { AbsolutePath } from "../model/path.ts";
import type { SettingsChange, SettingsEdit } from "../model/settings.ts";
import type { RunReport } from "../model/run.ts";
import type { Host } from "../system/host.ts";
import { newRunId } from "./run-id.ts";

/** Sorts edits into those that can be done and those that cannot, with the reason. */
export function judgeEdits(
  host: Host,
  planned: readonly SettingsEdit[],
  byHand: readonly string[] = [],
): SettingsChange {
  const judged = withoutTwice(planned).map((edit) => ({ edit, why: whyNotEdited(host, edit) }));
  return {
    edits: judged.flatMap(({ edit, why }) => (why === null ? [edit] : [])),
    obstacles: judged.flatMap(({ edit, why }) => (why === null ? [] : [{ path: edit.path, reasons: [why] }])),
    byHand,
  };
}

/** One file may be read under two names: a profile that is a link to another. */
export function withoutTwice<One extends { readonly path: AbsolutePath }>(all: readonly One[]): readonly One[] {
  const seen = new Set<string>();
  return all.filter(({ path }) => {
    const real = followed(path);
    if (seen.has(real)) return false;
    seen.add(real);
    return true;
  });
}

/** Carries out what was shown. Throws `Refusal` when a run cannot begin. */
export function changeSettings(host: Host, { edits }: SettingsChange, options: RunOptions = {}): Promise<RunReport> {
  const files = edits.map((edit): FileEdit => ({ ...edit, undoes: null }));
  return editFiles(host, trashFor(host), { run: newRunId(host), kind: "edit", edits: files }, options);
}
