import type { Group } from "../model/group.ts";
import { formatBytes } from "../model/size.ts";
import { formatIdle } from "../model/time.ts";
import { branchesOf, type Branch } from "./branches.ts";
import { escapeForTerminal } from "./escape.ts";
import { glyphsOf, paintOf, type Look } from "./look.ts";
import { labelEndOf, renderTree, SIZE_COLUMNS } from "./tree.ts";
import { displayWidth, pad, truncateEnd, truncateMiddle } from "./width.ts";

const IDLE_COLUMNS = 14;
/** What is left for the largest finding. */
const LARGEST_COLUMNS = 22;

/**
 * Numbered rows, each with its tree where `withTree` says so, and with further lines. `now` in milliseconds since the
 * epoch.
 */
export function renderRows(
  groups: readonly Group[],
  withTree: (index: number) => boolean,
  now: number,
  look: Look,
  further: (index: number) => readonly string[] = () => [],
): string[] {
  const glyphs = glyphsOf(look);
  const paint = paintOf(look);
  const digits = String(groups.length).length;
  const markColumns = displayWidth(glyphs.marks.safe);
  const before = 1 + digits + 2 + 1 + markColumns + 1;
  const indent = digits + 4;
  const trees = groups.map(branchesOf);
  const longest = groups.reduce((end, { name }, index) => {
    const nameEnd = before + displayWidth(escapeForTerminal(name));
    return Math.max(end, nameEnd, withTree(index) ? labelEndOf(trees[index]!, indent, look) : 0);
  }, 0);
  const room = look.columns - before - 1 - SIZE_COLUMNS - 3 - IDLE_COLUMNS - 3 - LARGEST_COLUMNS;
  const nameColumns = Math.max(8, Math.min(longest - before, room));
  return groups.flatMap((group, index) => {
    const branches = trees[index]!;
    const number = pad(`[${index + 1}]`, digits + 3, "left");
    const mark = paint.by(group.safety, pad(glyphs.marks[group.safety], markColumns));
    const name = pad(truncateMiddle(escapeForTerminal(group.name), nameColumns, glyphs.ellipsis), nameColumns);
    const size = pad(group.safety === "data" ? "kept" : formatBytes(group.frees), SIZE_COLUMNS, "left");
    const idle = pad(formatIdle(group.lastActivity, now), IDLE_COLUMNS);
    const left = look.columns - before - nameColumns - 1 - SIZE_COLUMNS - 3 - IDLE_COLUMNS - 3;
    const largest = truncateEnd(largestOf(branches), left, glyphs.ellipsis);
    const row = `${number} ${mark} ${paint.strong(name)} ${size}   ${idle}   ${largest}`.trimEnd();
    const tree = withTree(index) ? renderTree(branches, before + nameColumns, indent, look) : [];
    return [row, ...tree, ...further(index)];
  });
}

/** `2.5 GiB .venv (torch)`. */
function largestOf([largest]: readonly Branch[]): string {
  if (!largest) return "";
  const size = largest.frees === null ? "" : `${formatBytes(largest.frees)} `;
  const inside = largest.largestPackage === null ? "" : ` (${largest.largestPackage})`;
  return `${size}${largest.name}${inside}`;
}
