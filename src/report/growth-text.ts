import { formatCount, plural } from "../model/count.ts";
import { countGone, countNew, type Growth, type GrowthRow } from "../model/growth.ts";
import { relativeTo, type AbsolutePath } from "../model/path.ts";
import { formatBytes } from "../model/size.ts";
import { DAY_MS, formatDays } from "../model/time.ts";
import { escapeForTerminal } from "./escape.ts";
import { minutesOf } from "./history-text.ts";
import { glyphsOf, paintOf, type Look } from "./look.ts";
import { displayWidth, hang, pad, truncateMiddle } from "./width.ts";

export interface GrowthView {
  readonly look: Look;
  /** Places shown; 0 shows all that have changed. */
  readonly top: number;
  /** How far back was asked for, milliseconds since the epoch. */
  readonly since: number;
}

const SIZE_COLUMNS = 10;

/** What grew between two scans, as a table; every line ends in a newline. */
export function renderGrowth(growth: Growth, { look, top, since }: GrowthView): string {
  const { done, ellipsis, warning } = glyphsOf(look);
  const { strong, faint } = paintOf(look);
  const { roots, before, now, totals, rows, unread, grain } = growth;
  const changed = rows.filter((row) => row.grown !== 0 || row.before === null || row.now === null);
  const shown = top === 0 ? changed : changed.slice(0, top);
  const places = roots.map(escapeForTerminal).join(", ");
  const [first, last] = [formatBytes(totals.before), formatBytes(totals.now)];
  const inward = (text: string): string[] => hang(text, look.columns - 2).map((line) => `  ${line}`);
  const lines = [
    strong(`${done} ${headline(totals.grown)} in ${spanOf(now - before)}`),
    ...inward(`${places}: ${first} on ${minutesOf(before)}, ${last} on ${minutesOf(now)}`),
  ];
  if (rows.reduce((sum, row) => sum + row.grown, 0) !== totals.grown) {
    lines.push(...inward("Files that several places share count once here, and in each place below.").map(faint));
  }
  if (before > since) lines.push(...inward("These are the oldest figures that were kept.").map(faint));
  if (shown.length > 0) lines.push("", ...rowLines(shown, roots, look));
  const hidden = changed.length - shown.length;
  if (hidden > 0) lines.push(faint(`${ellipsis} and ${plural(hidden, "more place")} (--top 0 shows all)`));
  const counts = [`${countNew(growth)} new`, `${countGone(growth)} gone`, `${rows.length - changed.length} unchanged`];
  lines.push("", ...hang(`${SUMMED[grain]}${counts.join(", ")}`, look.columns).map(faint));
  if (unread.length > 0) {
    const what = `${plural(unread.length, "place")} could be read at one of the two times only`;
    lines.push(...hang(`${warning} ${what}: what lies there is in no row (--json names them)`, look.columns));
  }
  return lines.map((line) => `${line}\n`).join("");
}

/** What to do when there are no two scans to compare. */
export function renderNoGrowth(
  newest: { readonly at: number; readonly roots: readonly string[] } | null,
  look: Look,
): string {
  const advice = "run pyshed scan today and again in some days";
  if (newest === null) return `No scan has been kept yet: ${advice}.\n`;
  const roots = newest.roots.map(escapeForTerminal).join(", ");
  const text = `There is nothing to compare the scan of ${minutesOf(newest.at)} with (${roots}): ${advice}, with the same roots.`;
  return hang(text, look.columns)
    .map((line) => `${line}\n`)
    .join("");
}

const SUMMED: Readonly<Record<Growth["grain"], string>> = {
  place: "",
  project: "Summed by project, for there are too many places to keep: ",
  root: "Summed by root, for there are too many places to keep: ",
};

function headline(grown: number): string {
  if (grown === 0) return "No growth";
  return `${grown > 0 ? "Grown" : "Shrunk"} by ${formatBytes(Math.abs(grown))}`;
}

function spanOf(milliseconds: number): string {
  const days = Math.floor(milliseconds / DAY_MS);
  return days < 1 ? "less than a day" : formatDays(days);
}

/** `   +1.2 GiB    1.5 GiB  was 300.0 MiB  venv  api/.venv`. */
function rowLines(rows: readonly GrowthRow[], roots: readonly AbsolutePath[], look: Look): string[] {
  const { ellipsis } = glyphsOf(look);
  const { strong } = paintOf(look);
  const was = rows.map(({ before }) => (before === null ? "new" : `was ${formatBytes(before)}`));
  const artifacts = rows.map(({ artifact, findings }) => {
    const count = findings === 1 ? "" : ` (${formatCount(findings)})`;
    return escapeForTerminal(`${artifact ?? "all artifacts"}${count}`);
  });
  const wasColumns = Math.max(...was.map(displayWidth));
  const artifactColumns = Math.max(...artifacts.map(displayWidth));
  const room = look.columns - 2 * SIZE_COLUMNS - wasColumns - artifactColumns - 10;
  return rows.map(({ grown, now, path }, index) => {
    const sign = grown > 0 ? "+" : grown < 0 ? "-" : "";
    const change = pad(`${sign}${formatBytes(Math.abs(grown))}`, SIZE_COLUMNS + 1, "left");
    const size = pad(now === null ? "gone" : formatBytes(now), SIZE_COLUMNS, "left");
    const place = truncateMiddle(escapeForTerminal(labelOf(path, roots)), Math.max(16, room), ellipsis);
    const [earlier, artifact] = [pad(was[index]!, wasColumns), pad(artifacts[index]!, artifactColumns)];
    return `  ${strong(change)} ${size}  ${earlier}  ${artifact}  ${place}`;
  });
}

/** As seen from the root, where there is one only. */
function labelOf(path: AbsolutePath, [root, ...others]: readonly AbsolutePath[]): string {
  const isInside = root !== undefined && others.length === 0 && path !== root;
  return isInside ? relativeTo(path, root) : path;
}
