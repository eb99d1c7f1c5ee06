import { formatCount } from "../model/count.ts";
import { escapeForTerminal } from "./escape.ts";
import { reasonsText } from "./reasons-text.ts";
import { glyphsOf, paintOf, type Look } from "./look.ts";
import { displayWidth, wrap } from "./width.ts";

/** Something that stayed, and why. */
export interface Stayed {
  readonly path: string;
  readonly reasons: readonly string[];
}

const SHOWN = 10;

/** What was left and why, the reasons below where a line has no room for them. Empty when nothing was left. */
export function renderLeft(title: string, left: readonly Stayed[], look: Look): string {
  if (left.length === 0) return "";
  const { failed, ellipsis } = glyphsOf(look);
  const mark = paintOf(look).by("medium", failed);
  const indent = displayWidth(failed) + 3;
  const lines = left.slice(0, SHOWN).flatMap(({ path, reasons }) => {
    const [first, ...more] = linesOf(escapeForTerminal(path), reasonsText(reasons), look.columns - indent);
    return [`  ${mark} ${first}`, ...more.map((line) => " ".repeat(indent) + line)];
  });
  const hidden = left.length - SHOWN;
  if (hidden > 0) lines.push(`  ${ellipsis} and ${formatCount(hidden)} more (--json lists them)`);
  return [`${title} ${formatCount(left.length)}:`, ...lines].map((line) => `${line}\n`).join("");
}

/** A path is never broken: nobody can use half of one. */
function linesOf(path: string, why: string, columns: number): readonly string[] {
  if (why === "") return [path];
  const together = `${path}: ${why}`;
  return displayWidth(together) <= columns
    ? [together]
    : [`${path}:`, ...wrap(why, columns - 2, null).map((line) => `  ${line}`)];
}
