import type { RunReport } from "../model/run.ts";
import type { SettingsChange } from "../model/settings.ts";
import { wellFormed } from "./path-fields.ts";
import { runFields } from "./run-document.ts";
import type { SettingsDocument } from "./schema/settings.ts";

/** What commands that change settings write with `--json`; `report` is null where nothing was done. */
export function settingsDocument(
  status: SettingsDocument["status"],
  { edits, obstacles, byHand }: SettingsChange,
  report: RunReport | null,
): SettingsDocument {
  return {
    schema: "pyshed.settings/1",
    status,
    edits: edits.map(({ path, readBy, edit, isUntried }) => ({
      path: wellFormed(path),
      readBy,
      change: edit.kind,
      text: edit.text,
      ...(edit.was === undefined ? {} : { was: edit.was }),
      untried: isUntried,
    })),
    left: obstacles.map(({ path, reasons }) => ({ path: wellFormed(path), reasons: [...reasons] })),
    byHand: [...byHand],
    ...runFields(report),
  };
}
