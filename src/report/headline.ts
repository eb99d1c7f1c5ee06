import { plural } from "../model/count.ts";
import type { ScanResult } from "../model/finding.ts";
import { counts, type Group, type SumOf } from "../model/group.ts";
import { formatBytes } from "../model/size.ts";
import { escapeForTerminal } from "./escape.ts";
import { glyphsOf, paintOf, type Look } from "./look.ts";
import { wrap } from "./width.ts";

/** How many groups, what they free, and what a person must know to take that number for what it is. */
export function renderHeadline(result: ScanResult, groups: readonly Group[], sumOf: SumOf, look: Look): string[] {
  const paint = paintOf(look);
  const { done, ellipsis } = glyphsOf(look);
  const removable = groups.filter(({ safety }) => safety !== "data");
  const { allocated, frees, freesUpTo } = result.totals;
  if (removable.length === 0) return [paint.strong(`${done} Nothing that can go`)];
  const lines: string[] = [];
  const byHand = result.findings.filter((finding) => counts(finding) && finding.safety === "medium");
  if (byHand.length > 0) {
    const size = sumOf(byHand.map(({ id }) => id));
    lines.push(
      `${formatRange(size.frees, size.freesUpTo)} of it by hand only (${plural(byHand.length, "finding")} marked ~)`,
    );
  }
  if (formatBytes(allocated) !== formatBytes(freesUpTo) && allocated > freesUpTo) {
    const holders = sharedWithWhom(result);
    lines.push(`${formatBytes(allocated)} on disk, of which ${formatRange(frees, freesUpTo)} come free; ${holders}`);
  }
  const first = `${done} ${countGroups(removable)}, ${formatRange(frees, freesUpTo)} can go`;
  const wrapped = lines.flatMap((line) => wrap(line, look.columns - 2, ellipsis)).map((line) => `  ${line}`);
  return [paint.strong(first), ...wrapped];
}

/** `3.1 GiB`, or `3.1 GiB to 3.4 GiB` where sharing cannot be known. */
export function formatRange(least: number, most: number): string {
  const [from, to] = [formatBytes(least), formatBytes(most)];
  return from === to || most <= least ? from : `${from} to ${to}`;
}

/** `3 projects`, `2 projects and 1 place without one`. */
export function countGroups(groups: readonly Group[]): string {
  const projects = groups.filter(({ kind }) => kind === "project").length;
  const places = groups.length - projects;
  if (places === 0) return plural(projects, "project");
  if (projects === 0) return `${plural(places, "place")} that ${places === 1 ? "belongs" : "belong"} to no project`;
  return `${plural(projects, "project")} and ${plural(places, "place")} without one`;
}

function sharedWithWhom(result: ScanResult): string {
  const holders = new Set(
    result.findings.flatMap((finding) => (counts(finding) && finding.sharedWith !== null ? [finding.sharedWith] : [])),
  );
  const outside = [...holders].filter((holder) => holder !== "other findings").toSorted();
  return outside.length === 0
    ? "the rest are further links to the same files"
    : `the rest is shared with ${outside.map(escapeForTerminal).join(" and ")}`;
}
