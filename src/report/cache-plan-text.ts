import { plural } from "../model/count.ts";
import type { CachePlan, CacheStep } from "../model/cache-plan.ts";
import { formatBytes } from "../model/size.ts";
import { escapeForTerminal } from "./escape.ts";
import { formatRange } from "./headline.ts";
import { glyphsOf, paintOf, type Look } from "./look.ts";
import { displayWidth, pad } from "./width.ts";
import { withReason } from "./with-reason.ts";

const SIZE_COLUMNS = 10;
/** A longer title moves its own row only. */
const TITLE_COLUMNS = 40;
/** Of what is done, where a row has no room for it. */
const INDENT = " ".repeat(7);

/**
 * What would be done with caches, row by row; every line ends in a newline. Empty when there is nothing to do. The files
 * of one thing share a row; what a row has no room for stands below it.
 */
export function renderCachePlan({ steps }: CachePlan, look: Look): string {
  const { marks } = glyphsOf(look);
  const paint = paintOf(look);
  const rows = steps.filter((step) => step.action === "owner" || step.after === null);
  const isMeant = ({ isReserve }: CacheStep): boolean => !isReserve;
  const meant = rows.filter(isMeant).map((step) => ({ step, title: titleOf(step) }));
  const columns = Math.min(TITLE_COLUMNS, Math.max(0, ...meant.map(({ title }) => displayWidth(title))));
  const lines = meant.flatMap(({ step, title }, index) => {
    const size = pad(formatBytes(step.bytes.frees), SIZE_COLUMNS, "left");
    const mark = paint.by(step.safety, marks[step.safety]);
    const name = pad(title, columns);
    const row = `${pad(`[${index + 1}]`, 4, "left")} ${mark} ${paint.strong(name)} ${size}`;
    const said = sayingOf(step, look.columns - INDENT.length);
    const before = 4 + 1 + displayWidth(marks[step.safety]) + 1 + displayWidth(name) + 1 + SIZE_COLUMNS + 3;
    const hasRoom = said.length === 1 && before + displayWidth(said[0]!) <= look.columns;
    return hasRoom ? [`${row}   ${said[0]}`] : [row, ...said.map((line) => INDENT + line)];
  });
  const reserve = rows.length - meant.length;
  if (reserve > 0) lines.push(`${plural(reserve, "thing")} more, the longest unused first, if that is not enough`);
  return lines.map((line) => `${line}\n`).join("");
}

function titleOf({ title, what }: CacheStep): string {
  return what === null ? title : `${title}: ${escapeForTerminal(what)}`;
}

function sayingOf(step: CacheStep, columns: number): readonly string[] {
  if (step.action === "owner") return [escapeForTerminal([step.program, ...step.arguments].join(" "))];
  const what = step.action === "trash" ? `move ${step.path} to the trash` : `delete ${step.path} for good`;
  return withReason(escapeForTerminal(what), escapeForTerminal(step.because), columns);
}

/** `Clean 2 caches (1.2 GiB)?`. */
export function cachePlanQuestion({ steps, forecast, later }: CachePlan): string {
  const caches = plural(new Set(steps.map(({ cache }) => cache)).size, "cache");
  const freed = formatRange(forecast.frees, forecast.freesUpTo);
  const moved = later.allocated > 0 ? `${formatRange(later.frees, later.freesUpTo)} of it to the trash` : "";
  if (steps.every(({ action }) => action === "trash"))
    return `Move ${formatRange(later.frees, later.freesUpTo)} of ${caches} to the trash?`;
  return `Clean ${caches} (${freed}${moved === "" ? "" : `; ${moved}`})? What an owner removes cannot be undone.`;
}
