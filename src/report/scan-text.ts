import { formatCount, plural } from "../model/count.ts";
import type { ScanResult } from "../model/finding.ts";
import { groupFindings, type Group, type SumOf } from "../model/group.ts";
import { SAFETIES } from "../model/safety.ts";
import { sortGroups, type SortOrder } from "../model/selection.ts";
import { formatDuration } from "./duration.ts";
import { formatRange, renderHeadline } from "./headline.ts";
import { glyphsOf, MEANINGS, paintOf, type Look } from "./look.ts";
import { renderRows } from "./rows.ts";
import { hang } from "./width.ts";

export interface ScanView {
  readonly look: Look;
  readonly sort: SortOrder;
  /** Rows shown; 0 shows all. */
  readonly top: number;
  /** True: a tree below every row; false: below the first few. */
  readonly tree: boolean;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Sums a set of findings. */
  readonly sumOf: SumOf;
  /** Places below the roots that could not be read. */
  readonly unread: number;
  /** Sentences that follow the table, such as what was left out or what to do next; plain text. */
  readonly remarks: readonly string[];
}

const FIRST_FEW = 3;

/** A scan as a table for people; every line ends in a newline. */
export function renderScan(result: ScanResult, view: ScanView): string {
  const { look } = view;
  const paint = paintOf(look);
  const groups = sortGroups(groupFindings(result, view.sumOf), view.sort);
  const shown = view.top === 0 ? groups : groups.slice(0, view.top);
  const lines = [...renderHeadline(result, groups, view.sumOf, look), ""];
  if (shown.length > 0) {
    lines.push(...renderRows(shown, (index) => view.tree || index < FIRST_FEW, view.now, look));
    if (shown.length < groups.length) lines.push(hiddenLine(groups.slice(shown.length), view));
    lines.push("", paint.faint(legend(groups, look)));
  }
  if (result.interrupted) lines.push("Interrupted: these are the findings up to then.");
  const last = [lastLine(result, view.unread), ...view.remarks];
  lines.push(...last.flatMap((text) => hang(text, look.columns)).map(paint.faint));
  return lines.map((line) => `${line}\n`).join("");
}

function hiddenLine(hidden: readonly Group[], { look, sumOf }: ScanView): string {
  const { frees, freesUpTo } = sumOf(hidden.flatMap(({ findings }) => findings.map(({ id }) => id)));
  const count = formatCount(hidden.length);
  return ` ${glyphsOf(look).ellipsis} and ${count} more, ${formatRange(frees, freesUpTo)} (--top 0 shows all)`;
}

/** Only the marks that occur. */
function legend(groups: readonly Group[], look: Look): string {
  const { marks } = glyphsOf(look);
  const used = new Set(groups.flatMap(({ findings }) => findings.map(({ safety }) => safety)));
  return SAFETIES.filter((safety) => used.has(safety))
    .map((safety) => `${marks[safety]} ${MEANINGS[safety]}`)
    .join("   ");
}

function lastLine({ totals, durationMs }: ScanResult, places: number): string {
  const entries = plural(totals.entries, "entry");
  const unread = places === 0 ? "" : `; ${plural(places, "place")} could not be read (--json lists them)`;
  return `${entries} in ${formatDuration(durationMs)}${unread}`;
}
