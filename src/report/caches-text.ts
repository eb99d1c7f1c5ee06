import { plural } from "../model/count.ts";
import type { Cache, CacheList } from "../model/cache.ts";
import { formatBytes } from "../model/size.ts";
import { SAFETIES } from "../model/safety.ts";
import { formatIdle } from "../model/time.ts";
import { escapeForTerminal } from "./escape.ts";
import { formatRange } from "./headline.ts";
import { glyphsOf, MEANINGS, paintOf, type Look } from "./look.ts";
import { describeProblem } from "./problem-text.ts";
import { displayWidth, pad, truncateMiddle } from "./width.ts";

/** Caches as numbered rows; every line ends in a newline. `now` in milliseconds since the epoch. */
export function renderCaches({ caches, totals, problems }: CacheList, now: number, look: Look): string {
  const paint = paintOf(look);
  const { done, warning, marks } = glyphsOf(look);
  const lines: string[] = [];
  if (caches.length === 0) lines.push(paint.strong(`${done} No caches found`));
  else {
    const can = formatRange(totals.frees, totals.freesUpTo);
    const others = caches.length - totals.caches;
    const shown = others === 0 ? "" : `; ${others} more ${others === 1 ? "is" : "are"} only shown`;
    lines.push(
      paint.strong(
        `${done} ${plural(totals.caches, "cache")}, ${formatBytes(totals.allocated)}, of which ${can} can go${shown}`,
      ),
      "",
    );
    lines.push(...rowsOf(caches, now, look));
    const used = SAFETIES.filter((safety) => caches.some((cache) => cache.safety === safety));
    lines.push("", paint.faint(used.map((safety) => `${marks[safety]} ${MEANINGS[safety]}`).join("   ")));
  }
  lines.push(...problems.map((problem) => `${warning} ${describeProblem(problem)}`));
  return lines.map((line) => `${line}\n`).join("");
}

const SIZE_COLUMNS = 10;
const TITLE_COLUMNS = 28;

function rowsOf(caches: readonly Cache[], now: number, look: Look): string[] {
  const { marks, ellipsis, failed } = glyphsOf(look);
  const paint = paintOf(look);
  const digits = String(caches.length).length;
  const titleColumns = Math.min(TITLE_COLUMNS, Math.max(...caches.map(({ title }) => displayWidth(title))));
  const isAmbiguous = (cache: Cache): boolean =>
    !cache.isCurrent || caches.some((other) => other !== cache && other.store === cache.store);
  const indent = " ".repeat(digits + 6);
  return caches.flatMap((cache, index) => {
    const number = pad(`[${index + 1}]`, digits + 3, "left");
    const mark = paint.by(cache.safety, marks[cache.safety]);
    const title = pad(truncateMiddle(escapeForTerminal(cache.title), titleColumns, ellipsis), titleColumns);
    const size = pad(formatBytes(cache.bytes.allocated), SIZE_COLUMNS, "left");
    const idle = pad(formatIdle(cache.lastActivity, now), 14);
    const first = `${number} ${mark} ${paint.strong(title)} ${size}   ${idle} ${escapeForTerminal(cache.command ?? "")}`;
    const notes = [
      ...(isAmbiguous(cache)
        ? [`${cache.path}${cache.isCurrent ? "" : `, where ${cache.tool} does not look now`}`]
        : []),
      ...(cache.obstacles.length === 0 && cache.safety !== "data" && isPartly(cache)
        ? [`${formatRange(cache.removable.frees, cache.removable.freesUpTo)} of it can go`]
        : []),
    ];
    return [
      first.trimEnd(),
      ...notes.map((note) => `${indent}${paint.faint(escapeForTerminal(note))}`),
      ...cache.obstacles.map((text) => `${indent}${paint.by("medium", failed)} ${escapeForTerminal(text)}`),
    ];
  });
}

/** Not all of it goes, or nobody can tell how much comes free. */
function isPartly({ bytes, removable }: Cache): boolean {
  return removable.frees < bytes.frees || removable.frees < removable.freesUpTo;
}
