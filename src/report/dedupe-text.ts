import { formatCount, plural } from "../model/count.ts";
import type { Duplicates, EnvironmentSameness, LinkFileSystem, Sameness } from "../model/duplicates.ts";
import type { LinkPlan } from "../model/link-step.ts";
import { isWithin, relativeTo, type AbsolutePath } from "../model/path.ts";
import { formatBytes } from "../model/size.ts";
import { escapeForTerminal } from "./escape.ts";
import { formatRange } from "./headline.ts";
import { glyphsOf, paintOf, type Look } from "./look.ts";
import { describeProblem } from "./problem-text.ts";
import { hang, pad, truncateMiddle } from "./width.ts";

export interface DedupeView {
  readonly look: Look;
  /** Rows of each table; 0 shows all. */
  readonly top: number;
}

/** At least. */
const SIZE_COLUMNS = 10;

/** What is the same, what is shared and what could be; every line ends in a newline. */
export function renderDuplicates(duplicates: Duplicates, { look, top }: DedupeView): string {
  const { totals, packages, environments, pairs, fileSystems } = duplicates;
  const { ellipsis } = glyphsOf(look);
  const lines = hang(headline(duplicates, look), look.columns).map(paintOf(look).strong);
  const table = <Row>(heads: readonly string[], rows: readonly Row[], cells: (row: Row) => Cells): void => {
    if (rows.length === 0) return;
    const shown = top === 0 ? rows : rows.slice(0, top);
    const [head, ...body] = rowLines([[heads.slice(0, -1), heads.at(-1)!], ...shown.map(cells)], look);
    lines.push("", paintOf(look).faint(head!), ...body);
    if (shown.length < rows.length)
      lines.push(`${ellipsis} and ${rows.length - shown.length} more (--top 0 shows all)`);
  };
  const heads = ["same", "shared", "to gain"];
  table([...heads, "package"], packages, (one) => [
    [...figures(one), gainOf(one)],
    `${one.name}, ${plural(one.environments, "environment")}`,
  ]);
  const name = nameIn(duplicates);
  const byGain = environments.toSorted((a, b) => b.gain - a.gain || b.same - a.same);
  table([...heads, "environment"], byGain, (one) => [[...figures(one), gainOf(one)], name(one.path)]);
  table(["same", "shared", "two environments"], pairs, (one) => [
    figures(one),
    `${name(one.first)} and ${name(one.second)}`,
  ]);
  if (totals.environments > 0) {
    const said = [...remarks(duplicates), ...fileSystems.map(fileSystemLine)];
    lines.push("", ...said.flatMap((text) => hang(escapeForTerminal(text), look.columns)));
  }
  lines.push(...leftOutLines(environments, name, look));
  const problems = duplicates.problems.map((problem) => `${glyphsOf(look).warning} ${describeProblem(problem)}`);
  lines.push(...problems.flatMap((text) => hang(text, look.columns)));
  return lines.map((line) => `${line}\n`).join("");
}

/** Figures, and what they are of. */
type Cells = readonly [figures: readonly string[], label: string];

function headline({ totals, interrupted }: Duplicates, look: Look): string {
  const { done, failed } = glyphsOf(look);
  if (totals.environments === 0) return `${failed} No environments found`;
  const { environments, allocated, same, shared, gain, gainUpTo } = totals;
  const head = `${plural(environments, "environment")}, ${formatBytes(allocated)}: ${formatBytes(same)} is there more than once`;
  const end = interrupted ? " (interrupted: not all was looked at)" : "";
  return `${done} ${head}, ${formatBytes(shared)} of it shared already, ${formatRange(gain, gainUpTo)} to gain${end}`;
}

function figures({ same, shared }: Pick<Sameness, "same" | "shared">): string[] {
  return [formatBytes(same), formatBytes(shared)];
}

function gainOf({ gain, gainUpTo }: Pick<Sameness, "gain" | "gainUpTo">): string {
  return gain === gainUpTo ? formatBytes(gain) : `<= ${formatBytes(gainUpTo)}`;
}

function rowLines(rows: readonly Cells[], look: Look): string[] {
  const widths = rows[0]![0].map((_, at) => Math.max(SIZE_COLUMNS, ...rows.map(([sizes]) => sizes[at]!.length)));
  return rows.map(([sizes, label]) => {
    const columns = sizes.map((text, at) => `${pad(text, widths[at]!, "left")} `).join("");
    const room = look.columns - columns.length - 2;
    return `${columns}  ${truncateMiddle(escapeForTerminal(label), room, glyphsOf(look).ellipsis)}`;
  });
}

/** Paths as seen from the root where there is one. */
function nameIn({ roots }: Duplicates): (path: AbsolutePath) => string {
  return (path) => {
    const root = roots.length === 1 ? roots[0] : undefined;
    return root !== undefined && isWithin(path, root) ? relativeTo(path, root) : path;
  };
}

function remarks({ totals, withBytecode, cache }: Duplicates): string[] {
  const { recompiled, links, hardLinks } = totals;
  return [
    ...(links > 0 ? [`${plural(links, "file")} would ${meansOf(links, hardLinks)}.`] : []),
    ...(recompiled > 0
      ? [
          `${plural(recompiled, "source")} would take the time of a twin: Python compiles these again when it next imports them.`,
        ]
      : []),
    withBytecode
      ? "Bytecode counts too where it is the same byte for byte: tracebacks name what they name now."
      : "Bytecode is left out: it names the place that it was compiled in (--bytecode compares it).",
    ...(cache === null ? [] : [`uv's cache was looked at as well: ${cache}`]),
  ];
}

/** What would happen to so many files, some of which become hard links. */
function meansOf(links: number, hardLinks: number): string {
  if (hardLinks === 0) return "share the blocks of a twin";
  if (hardLinks < links) return `be linked: ${formatCount(hardLinks)} by hard link, the others by shared blocks`;
  return links === 1 ? "become a hard link" : "become hard links";
}

function fileSystemLine({ path, type, means, reason }: LinkFileSystem): string {
  const named = `${path}${type === null ? "" : ` (${type})`}`;
  const how = { "shared extents": "files can share blocks and stay files of their own", "hard links": "hard links" };
  return means === null ? `${named}: nothing is linked, ${reason}` : `${named}: ${how[means]}`;
}

const LEFT_OUT_SHOWN = 10;

function leftOutLines(
  environments: readonly EnvironmentSameness[],
  name: (path: AbsolutePath) => string,
  look: Look,
): string[] {
  const all = environments.flatMap(({ path, leftOut }) => leftOut.map((one) => ({ path, ...one })));
  if (all.length === 0) return [];
  const { ellipsis, failed } = glyphsOf(look);
  const lines = all
    .slice(0, LEFT_OUT_SHOWN)
    .map((one) => escapeForTerminal(`${one.name} ${one.version} in ${name(one.path)}: ${one.reason}`));
  return [
    "",
    `Left out ${plural(all.length, "package")}:`,
    ...lines.flatMap((line) => hang(`${failed} ${line}`, look.columns - 2)).map((line) => `  ${line}`),
    ...(all.length > LEFT_OUT_SHOWN
      ? [`  ${ellipsis} and ${all.length - LEFT_OUT_SHOWN} more (--json lists them)`]
      : []),
  ];
}

const HARD_LINKS = [
  "Hard links are one file with several names: whoever edits one in place edits it in all environments.",
  "pip, uv and conda replace files and do not edit them; packages that were edited are left out.",
];

/** What linking means, and the question. Hard links are explained, for they join what was apart. */
export function linkQuestion(
  { totals }: Duplicates,
  { forecast, steps }: LinkPlan,
  look: Look,
): { text: string; question: string } {
  const files = steps.reduce((sum, step) => sum + step.files, 0);
  const hard = totals.hardLinks > 0;
  return {
    text: (hard ? HARD_LINKS : [])
      .flatMap((text) => hang(text, look.columns))
      .map((line) => `${line}\n`)
      .join(""),
    question: `Link ${plural(files, "file")}${hard ? " by hard link" : ""}, ${formatRange(forecast.frees, forecast.freesUpTo)}?`,
  };
}
