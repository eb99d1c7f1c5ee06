import { formatBytes } from "../model/size.ts";
import type { Choices, ChoiceRow, Judged, Single } from "./choices.ts";
import { escapeForTerminal } from "./escape.ts";
import { countGroups, formatRange } from "./headline.ts";
import { itemLabel } from "./item-label.ts";
import { glyphsOf, MEANINGS, paintOf, type Look } from "./look.ts";
import { reasonsText } from "./reasons-text.ts";
import { renderRows } from "./rows.ts";
import { warningsOf } from "./warnings.ts";
import { displayWidth, wrap } from "./width.ts";

const KEPT_SHOWN = 3;

/** Numbered rows to choose from, with marks, sizes, idle times, warnings and what stays. Every line ends in a newline. */
export function renderChoices(choices: Choices, now: number, look: Look): string {
  const { rows, kept, bytes } = choices;
  const { done } = glyphsOf(look);
  const paint = paintOf(look);
  const size = formatRange(bytes.frees, bytes.freesUpTo);
  const groups = rows.map(({ group }) => group);
  const lines = [
    paint.strong(rows.length === 0 ? `${done} Nothing that can go` : `${done} ${countGroups(groups)}, ${size} can go`),
    "",
    ...renderRows(
      groups,
      () => true,
      now,
      look,
      (index) => below(rows[index]!, rows.length, look),
    ),
  ];
  if (rows.length > 0) lines.push("", paint.faint(legend(rows, look)));
  lines.push(...keptLines(kept, null, 1, look));
  return lines.map((line) => `${line}\n`).join("");
}

/** A plan as rows without a choice: what is going to happen. */
export function renderRowsOf(rows: readonly ChoiceRow[], now: number, look: Look): string {
  const lines = renderRows(
    rows.map(({ group }) => group),
    () => true,
    now,
    look,
    (index) => warned(rows[index]!, rows.length, look),
  );
  return lines.map((line) => `${line}\n`).join("");
}

function below(row: ChoiceRow, rows: number, look: Look): string[] {
  const indent = indentOf(rows);
  return [
    ...warned(row, rows, look),
    ...row.singles.flatMap((single) => singleLines(single, row, indent, look)),
    ...keptLines(row.kept, row, indent, look),
  ];
}

function warned({ items, group }: ChoiceRow, rows: number, look: Look): string[] {
  const { warning } = glyphsOf(look);
  return warningsOf(items, group.path).flatMap((text) =>
    hanging(indentOf(rows), `${warning} `, text, look).map((line) => paintOf(look).by("medium", line)),
  );
}

function singleLines({ number, item }: Single, { group }: ChoiceRow, indent: number, look: Look): string[] {
  const { finding, decision } = item;
  const { marks, warning } = glyphsOf(look);
  const because = finding.reasons.length > 0 ? finding.reasons : ["may not come back the same"];
  const reasons = decision.reasons.flatMap(({ code, text }) => (code === "medium" ? because : [text]));
  const text = `${itemLabel(finding, group.path)}  ${formatBytes(finding.bytes.frees)}  only by its own number`;
  const [first, ...more] = hanging(indent, `[${number}] ${marks.medium} `, text, look);
  return [
    paintOf(look).by("medium", first!),
    ...more,
    ...reasons.flatMap((reason) => hanging(indent + number.length + 3, `${warning} `, escapeForTerminal(reason), look)),
  ];
}

function keptLines(kept: readonly Judged[], row: ChoiceRow | null, indent: number, look: Look): string[] {
  const { failed, ellipsis } = glyphsOf(look);
  const shown = kept.slice(0, KEPT_SHOWN).flatMap(({ finding, decision }) => {
    const label = row ? itemLabel(finding, row.group.path) : escapeForTerminal(finding.path);
    const reasons = decision.reasons.filter(({ weight }) => weight === "refuse").map(({ text }) => text);
    return hanging(indent, `${failed} `, `${label} stays: ${reasonsText(reasons)}`, look);
  });
  const hidden = kept.length - KEPT_SHOWN;
  const more = hidden > 0 ? [`${" ".repeat(indent)}${ellipsis} and ${hidden} more that stay`] : [];
  return [...shown, ...more].map((line) => paintOf(look).faint(line));
}

function indentOf(rows: number): number {
  return String(rows).length + 4;
}

/** Wrapped text that hangs below its lead. */
export function hanging(indent: number, lead: string, text: string, look: Look): string[] {
  const columns = indent + displayWidth(lead);
  const lines = wrap(text, Math.max(20, look.columns - columns), glyphsOf(look).ellipsis);
  return lines.map(
    (line, index) => `${" ".repeat(indent)}${index === 0 ? lead : " ".repeat(displayWidth(lead))}${line}`,
  );
}

function legend(rows: readonly ChoiceRow[], look: Look): string {
  const { marks } = glyphsOf(look);
  const used = new Set(
    rows.flatMap(({ items, singles }) =>
      [...items, ...singles.map(({ item }) => item)].map(({ finding }) => finding.safety),
    ),
  );
  return (["safe", "low", "medium"] as const)
    .filter((safety) => used.has(safety))
    .map((safety) => `${marks[safety]} ${MEANINGS[safety]}`)
    .join("   ");
}
