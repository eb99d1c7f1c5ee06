import { plural } from "../model/count.ts";
import type { Cache, CacheContents, CacheEntry } from "../model/cache.ts";
import { formatBytes } from "../model/size.ts";
import { formatIdle } from "../model/time.ts";
import { escapeForTerminal } from "./escape.ts";
import { formatRange } from "./headline.ts";
import { glyphsOf, paintOf, type Look } from "./look.ts";
import { describeProblem } from "./problem-text.ts";
import { displayWidth, pad, truncateEnd } from "./width.ts";

export interface ContentsView {
  readonly look: Look;
  /** Entries shown; 0 shows all. */
  readonly top: number;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

const SIZE_COLUMNS = 10;
const NAME_COLUMNS = 40;

/** What is inside of one cache: its parts, then its biggest entries; every line ends in a newline. */
export function renderContents(cache: Cache, contents: CacheContents | null, { look, top, now }: ContentsView): string {
  const paint = paintOf(look);
  const { ellipsis, failed, warning } = glyphsOf(look);
  const can = formatRange(cache.removable.frees, cache.removable.freesUpTo);
  const lines = [
    paint.strong(`${escapeForTerminal(cache.title)}, ${formatBytes(cache.bytes.allocated)}, of which ${can} can go`),
    paint.faint(`${escapeForTerminal(cache.path)} (${escapeForTerminal(cache.locatedBy)})`),
    ...cache.obstacles.map((text) => `${paint.by("medium", failed)} ${escapeForTerminal(text)}`),
    "",
    ...partLines(cache, look),
  ];
  const entries = contents?.entries ?? [];
  if (entries.length > 0) lines.push("", ...entryLines(top === 0 ? entries : entries.slice(0, top), now, look));
  if (top > 0 && entries.length > top) {
    const rest = entries.slice(top).reduce((sum, { allocated }) => sum + allocated, 0);
    lines.push(
      ` ${ellipsis} and ${plural(entries.length - top, "entry")} more, ${formatBytes(rest)} (--top 0 shows all)`,
    );
  }
  lines.push(...(contents?.remarks ?? []).map(escapeForTerminal), ...ageLine(entries, now));
  lines.push(
    ...[...cache.problems, ...(contents?.problems ?? [])].map((problem) => `${warning} ${describeProblem(problem)}`),
  );
  return lines.map((line) => `${line}\n`).join("");
}

function partLines({ parts }: Cache, look: Look): string[] {
  const { marks } = glyphsOf(look);
  const paint = paintOf(look);
  const columns = Math.max(...parts.map(({ title }) => displayWidth(title)), 0);
  return parts.map(({ title, safety, bytes, files }) => {
    const size = pad(formatBytes(bytes.allocated), SIZE_COLUMNS, "left");
    return ` ${paint.by(safety, marks[safety])} ${pad(title, columns)} ${size}   ${plural(files, "file")}`;
  });
}

function entryLines(entries: readonly CacheEntry[], now: number, look: Look): string[] {
  const { ellipsis, marks } = glyphsOf(look);
  const paint = paintOf(look);
  const names = entries.map(nameOf);
  const nameColumns = Math.min(NAME_COLUMNS, Math.max(...names.map(displayWidth)));
  const kindColumns = Math.max(...entries.map(({ kind }) => displayWidth(kind)));
  return entries.map(({ kind, allocated, lastUsed, safety, isUsed, usedBy }, index) => {
    const name = pad(truncateEnd(names[index]!, nameColumns, ellipsis), nameColumns);
    const size = pad(formatBytes(allocated), SIZE_COLUMNS, "left");
    const used = isUsed === "yes" ? `   ${usersIn(usedBy)}` : "";
    return ` ${paint.by(safety, marks[safety])} ${name} ${size}   ${pad(kind, kindColumns)}   ${formatIdle(lastUsed, now)}${used}`;
  });
}

function usersIn([first, ...more]: readonly string[]): string {
  if (first === undefined) return "in environments";
  return `in ${escapeForTerminal(first)}${more.length === 0 ? "" : ` and ${more.length} more`}`;
}

/** `torch 2.9.1`, or what else it is called. */
function nameOf({ package: project, version, name }: CacheEntry): string {
  return escapeForTerminal(project === null ? name : `${project}${version === null ? "" : ` ${version}`}`);
}

function ageLine(entries: readonly CacheEntry[], now: number): string[] {
  const dated = entries.filter(({ lastUsed }) => lastUsed !== null).toSorted((a, b) => a.lastUsed! - b.lastUsed!);
  const [oldest, newest] = [dated[0], dated.at(-1)];
  if (!oldest || !newest || dated.length < 2) return [];
  const said = (entry: CacheEntry): string => `${nameOf(entry)} (${formatIdle(entry.lastUsed, now)})`;
  return [`Oldest: ${said(oldest)}; newest: ${said(newest)}`];
}
