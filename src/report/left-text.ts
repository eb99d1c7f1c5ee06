import { formatCount } from "../model/count.ts";
import { escapeForTerminal } from "./escape.ts";
import { reasonsText } from "./reasons-text.ts";
import { glyphsOf, paintOf, type Look } from "./look.ts";

/** Something that stayed, and why. */
export interface Stayed {
  readonly path: string;
  readonly reasons: readonly string[];
}

const SHOWN = 10;

/** What was left and why, one line each; every line ends in a newline. Empty when nothing was left. */
export function renderLeft(title: string, left: readonly Stayed[], look: Look): string {
  if (left.length === 0) return "";
  const { failed, ellipsis } = glyphsOf(look);
  const lines = left.slice(0, SHOWN).map(({ path, reasons }) => {
    const why = reasons.length === 0 ? "" : `: ${reasonsText(reasons)}`;
    return `  ${paintOf(look).by("medium", failed)} ${escapeForTerminal(path)}${why}`;
  });
  const hidden = left.length - SHOWN;
  if (hidden > 0) lines.push(`  ${ellipsis} and ${formatCount(hidden)} more (--json lists them)`);
  return [`${title} ${formatCount(left.length)}:`, ...lines].map((line) => `${line}\n`).join("");
}
