import { formatBytes } from "../model/size.ts";
import type { Branch } from "./branches.ts";
import { glyphsOf, paintOf, type Look } from "./look.ts";
import { displayWidth, pad, truncateEnd, truncateMiddle, wrap } from "./width.ts";

export const SIZE_COLUMNS = 10;
/** What is left for a note beside the size. */
const NOTE_COLUMNS = 24;

interface TreeLine {
  /** Indent, trunk and branch before the label. */
  readonly lead: string;
  readonly branch: Branch | null;
  readonly detail: string;
}

/** The lines below a group's row. `labelEnd` is the column where the labels of the rows end, `indent` where trees begin. */
export function renderTree(branches: readonly Branch[], labelEnd: number, indent: number, look: Look): string[] {
  const glyphs = glyphsOf(look);
  const paint = paintOf(look);
  const lines = flatten(branches, " ".repeat(indent), look);
  const room = look.columns - SIZE_COLUMNS - 1 - NOTE_COLUMNS;
  const end = Math.max(labelEnd, Math.min(labelEndOf(branches, indent, look), room));
  return lines.map(({ lead, branch, detail }) => {
    if (branch === null) return paint.faint(truncateEnd(lead + detail, look.columns, glyphs.ellipsis));
    const label = truncateMiddle(branch.label, end - displayWidth(lead), glyphs.ellipsis);
    const size = pad(branch.frees === null ? "" : formatBytes(branch.frees), SIZE_COLUMNS + 1, "left");
    const mark = branch.safety === "medium" || branch.safety === "data" ? `${glyphs.marks[branch.safety]} ` : "";
    const note = truncateEnd(mark + branch.note, look.columns - end - SIZE_COLUMNS - 3, glyphs.ellipsis);
    const line = `${paint.faint(lead)}${pad(label, end - displayWidth(lead))}${size}`;
    return note === "" ? line.trimEnd() : `${line}  ${paint.by(branch.safety, note)}`;
  });
}

/** The column where the longest label of a tree ends. */
export function labelEndOf(branches: readonly Branch[], indent: number, look: Look): number {
  return flatten(branches, " ".repeat(indent), look).reduce(
    (end, { lead, branch }) => (branch === null ? end : Math.max(end, displayWidth(lead) + displayWidth(branch.label))),
    0,
  );
}

function flatten(branches: readonly Branch[], indent: string, look: Look): TreeLine[] {
  const glyphs = glyphsOf(look);
  return branches.flatMap((branch, index) => {
    const isLast = index === branches.length - 1;
    const lead = indent + (isLast ? glyphs.lastBranch : glyphs.branch);
    const below = indent + (isLast ? " ".repeat(displayWidth(glyphs.trunk)) : glyphs.trunk);
    const details = branch.details.flatMap((detail) =>
      wrap(detail, look.columns - displayWidth(below), glyphs.ellipsis),
    );
    return [
      { lead, branch, detail: "" },
      ...details.map((detail) => ({ lead: below, branch: null, detail })),
      ...flatten(branch.inner, below, look),
    ];
  });
}
