import { textOf } from "../execute/edit-files.ts";
import type { BytecodeAdvice } from "../model/bytecode.ts";
import type { AbsolutePath } from "../model/path.ts";
import type { SettingsChange, SettingsEdit } from "../model/settings.ts";
import { statusOrNothing } from "../system/files.ts";
import type { Host } from "../system/host.ts";
import { judgeEdits } from "./change-settings.ts";

/** The lines that make git ignore bytecode, for each repository that was advised to have them. */
export function planIgnoring(host: Host, advice: readonly BytecodeAdvice[]): SettingsChange {
  const wanted = new Map<AbsolutePath, Set<string>>();
  for (const { ignore } of advice) {
    if (!ignore) continue;
    wanted.set(ignore.file, new Set([...(wanted.get(ignore.file) ?? []), ...ignore.lines]));
  }
  const links = [...wanted.keys()].filter((path) => statusOrNothing(path)?.kind === "link");
  const edits = [...wanted].flatMap(([path, lines]): SettingsEdit[] => {
    const edit = links.includes(path) ? null : editFor(path, lines);
    return edit ? [{ path, edit, readBy: "git", isUntried: false }] : [];
  });
  const change = judgeEdits(host, edits);
  return { ...change, obstacles: [...change.obstacles, ...links.map((path) => ({ path, reasons: [LINK] }))] };
}

/** gitignore(5), "NOTES": git does not follow it. */
const LINK = "it is a symbolic link, which git does not read";

/** A last line without an end gets one first. Null where the lines are there, and something else undoes them. */
function editFor(path: AbsolutePath, lines: ReadonlySet<string>): SettingsEdit["edit"] | null {
  const text = textOf(path);
  const there = new Set(text?.split("\n"));
  const missing = [...lines].filter((line) => !there.has(line));
  if (missing.length === 0) return null;
  const gap = text === null || text === "" || text.endsWith("\n") ? "" : "\n";
  const added = missing.map((line) => `${line}\n`).join("");
  return { kind: "insert", text: `${gap}${added}`, at: null, isWholeFile: statusOrNothing(path) === undefined };
}
