import type { SettingsChange } from "../model/settings.ts";
import { escapeForTerminal } from "./escape.ts";

const WHAT = { insert: "put into", cut: "take out of", replace: "write anew in" } as const;

/** What would be put into which file or taken out of it; every line ends in a newline. */
export function renderSettings({ edits }: SettingsChange): string {
  return edits
    .map(({ path, edit, readBy, isUntried, kept }) => {
      const what = WHAT[edit.kind];
      const where = kept ? "your crontab" : escapeForTerminal(path);
      const doubt = isUntried ? ", untried on this system" : "";
      const was = edit.was === undefined ? "" : `  in the place of:\n${indented(edit.was)}`;
      return `Would ${what} ${where} (read by ${escapeForTerminal(readBy)}${doubt}):\n${indented(edit.text)}${was}`;
    })
    .join("");
}

function indented(text: string): string {
  const lines = text.trim().split("\n");
  return lines.map((line) => `    ${escapeForTerminal(line.replace(/\r$/, ""))}\n`).join("");
}
