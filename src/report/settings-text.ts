import type { SettingsChange } from "../model/settings.ts";
import { escapeForTerminal } from "./escape.ts";

/** What would be put into which file or taken out of it; every line ends in a newline. */
export function renderSettings({ edits }: SettingsChange): string {
  return edits
    .map(({ path, edit, readBy, isUntried, kept }) => {
      const what = edit.kind === "insert" ? "put into" : "take out of";
      const where = kept ? "your crontab" : escapeForTerminal(path);
      const lines = edit.text
        .trim()
        .split("\n")
        .map((line) => `    ${escapeForTerminal(line)}\n`);
      const doubt = isUntried ? ", untried on this system" : "";
      return `Would ${what} ${where} (read by ${escapeForTerminal(readBy)}${doubt}):\n${lines.join("")}`;
    })
    .join("");
}
