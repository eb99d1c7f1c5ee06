import { formatCount } from "../model/count.ts";
import { escapeForTerminal } from "./escape.ts";
import { reasonsText } from "./reasons-text.ts";
import { glyphsOf, paintOf, type Look } from "./look.ts";
import { displayWidth } from "./width.ts";
import { withReason } from "./with-reason.ts";

/** Something that stayed, and why. */
export interface Stayed {
  readonly path: string;
  readonly reasons: readonly string[];
}

/** Reasons, and places that have the same one. */
const SHOWN = 10;
const SHOWN_ALIKE = 5;

/** What was left and why, each reason once, below its place where a line has no room. Empty when nothing was left. */
export function renderLeft(title: string, left: readonly Stayed[], look: Look): string {
  if (left.length === 0) return "";
  const { failed, ellipsis } = glyphsOf(look);
  const mark = paintOf(look).by("medium", failed);
  const indent = displayWidth(failed) + 3;
  const groups = byReason(left);
  const lines = groups.slice(0, SHOWN).flatMap((group) => {
    const [first, ...more] = linesOf(group, look.columns - indent, ellipsis);
    return [`  ${mark} ${first}`, ...more.map((line) => " ".repeat(indent) + line)];
  });
  const hidden = groups.slice(SHOWN).reduce((sum, { paths }) => sum + paths.length, 0);
  if (hidden > 0) lines.push(`  ${andMore(hidden, ellipsis)}`);
  return [`${title} ${formatCount(left.length)}:`, ...lines].map((line) => `${line}\n`).join("");
}

interface Group {
  readonly why: string;
  readonly paths: readonly string[];
}

/** In the order of their first places; what has no reason stays by itself. */
function byReason(left: readonly Stayed[]): readonly Group[] {
  const all = left.map(({ path, reasons }) => ({ path: escapeForTerminal(path), why: reasonsText(reasons) }));
  const groups = new Map<string, { why: string; paths: string[] }>();
  for (const { path, why } of all) {
    const key = why === "" ? `\0${path}` : why;
    const group = groups.get(key);
    if (group) group.paths.push(path);
    else groups.set(key, { why, paths: [path] });
  }
  return [...groups.values()];
}

function linesOf({ paths, why }: Group, columns: number, ellipsis: string): readonly string[] {
  if (paths.length === 1) return withReason(paths[0]!, why, columns);
  const shown = paths.slice(0, SHOWN_ALIKE);
  const hidden = paths.length - shown.length;
  return [
    ...withReason(`${formatCount(paths.length)} of them`, why, columns),
    ...[...shown, ...(hidden > 0 ? [andMore(hidden, ellipsis)] : [])].map((line) => `  ${line}`),
  ];
}

function andMore(count: number, ellipsis: string): string {
  return `${ellipsis} and ${formatCount(count)} more (--json lists them)`;
}
