import { formatCount, plural } from "../model/count.ts";
import type { HistoryItem, HistoryRun, Whereabouts } from "../model/history.ts";
import { formatBytes } from "../model/size.ts";
import { escapeForTerminal } from "./escape.ts";
import { isoTime } from "./finding-document.ts";
import { glyphsOf, paintOf, type Look } from "./look.ts";
import { hang, pad } from "./width.ts";
import { withReason } from "./with-reason.ts";

export interface HistoryView {
  readonly look: Look;
  /** Runs shown; 0 shows all. */
  readonly top: number;
}

const ITEMS_SHOWN = 10;

/** Runs, the newest first, with their items and where they are now; every line ends in a newline. */
export function renderHistory(runs: readonly HistoryRun[], { look, top }: HistoryView): string {
  if (runs.length === 0) return "pyshed has removed nothing yet.\n";
  const shown = top === 0 ? runs : runs.slice(0, top);
  const lines = shown.flatMap((run, index) => [...(index === 0 ? [] : [""]), ...runLines(run, look)]);
  if (shown.length < runs.length) {
    lines.push(
      "",
      `${glyphsOf(look).ellipsis} and ${plural(runs.length - shown.length, "earlier run")} (--top 0 shows all)`,
    );
  }
  return lines.map((line) => `${line}\n`).join("");
}

function runLines(run: HistoryRun, look: Look): string[] {
  const { ellipsis } = glyphsOf(look);
  const paint = paintOf(look);
  const parts = [run.kind, minutesOf(run.startedAt), plural(run.items.length, "item"), ...sums(run)];
  if (run.interrupted) parts.push("interrupted");
  if (run.damaged > 0) parts.push(`${plural(run.damaged, "line")} of its journal could not be read`);
  const idColumns = Math.max(...run.items.map(({ id }) => afterSlash(id).length), 1) + 1;
  const items = run.items.slice(0, ITEMS_SHOWN).flatMap((item) => itemLines(item, idColumns, look));
  const hidden = run.items.length - ITEMS_SHOWN;
  const [head, ...more] = hang(`${run.run}  ${parts.join(", ")}`, look.columns);
  return [
    head!.replace(run.run, paint.strong(run.run)),
    ...more,
    ...items,
    ...(hidden > 0 ? [`  ${ellipsis} and ${formatCount(hidden)} more (--json lists them)`] : []),
  ];
}

function itemLines(
  { id, path, bytes, where, reason }: HistoryItem,
  idColumns: number,
  { columns }: Look,
): readonly string[] {
  // What it is now is due to a later run.
  const isSettled = where === "restored" || where === "purged";
  const why = reason === null || isSettled ? "" : escapeForTerminal(reason);
  const size = pad(formatBytes(bytes.frees), 10, "left");
  const what = `  ${pad(`/${afterSlash(id)}`, idColumns)} ${size}  ${pad(where, 8)}  ${escapeForTerminal(path)}`;
  return withReason(what, why, columns, 4);
}

/** `2.8 GiB in trash`, what was freed where that was measured. */
function sums({ items, freed, kind }: HistoryRun): string[] {
  const inTrash = kind === "clean" ? bytesOf(items, "in trash") : 0;
  return [
    ...(inTrash > 0 ? [`${formatBytes(inTrash)} in trash`] : []),
    ...(freed === null
      ? []
      : [freed < 0 ? `${formatBytes(-freed)} less free (measured)` : `${formatBytes(freed)} freed (measured)`]),
  ];
}

function bytesOf(items: readonly HistoryItem[], where: Whereabouts): number {
  return items.filter((item) => item.where === where).reduce((sum, { bytes }) => sum + bytes.frees, 0);
}

function afterSlash(id: string): string {
  return id.slice(id.indexOf("/") + 1);
}

/** `2026-11-21 10:00 UTC`: in UTC, as the runs are named. */
export function minutesOf(time: number): string {
  return `${isoTime(time).slice(0, 16).replace("T", " ")} UTC`;
}
