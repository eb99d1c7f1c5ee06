import { textOf } from "../execute/edit-files.ts";
import type { BytecodeAdvice } from "../model/bytecode.ts";
import type { AbsolutePath } from "../model/path.ts";
import type { SettingsChange, SettingsEdit } from "../model/settings.ts";
import { statusOrNothing } from "../system/files.ts";
import type { Host } from "../system/host.ts";
import { judgeEdits } from "./change-settings.ts";

const LINE = "__pycache__/\n";

/** The line that makes git ignore bytecode, for each repository that was advised to have it. */
export function planIgnoring(host: Host, advice: readonly BytecodeAdvice[]): SettingsChange {
  const files = [...new Set(advice.flatMap(({ ignoreFile }) => ignoreFile ?? []))];
  return judgeEdits(
    host,
    files.map((path): SettingsEdit => ({ path, edit: lineFor(path), readBy: "git", isUntried: false })),
  );
}

/** A last line without an end gets one first. */
function lineFor(path: AbsolutePath): SettingsEdit["edit"] {
  const text = textOf(path);
  const gap = text === null || text === "" || text.endsWith("\n") ? "" : "\n";
  return { kind: "insert", text: `${gap}${LINE}`, at: null, isWholeFile: statusOrNothing(path) === undefined };
}
