import type { Bytes } from "../model/finding.ts";
import type { Freed } from "../model/run.ts";
import { formatBytes } from "../model/size.ts";
import { formatRange } from "./headline.ts";
import { glyphsOf, paintOf, type Look } from "./look.ts";
import { describeFreed } from "./run-text.ts";
import { hang } from "./width.ts";

/** What all sections of a sweep free together; every line ends in a newline. */
export function renderTogether(together: Bytes, sections: readonly Bytes[], look: Look): string {
  const separately = sections.reduce((sum, { frees }) => sum + frees, 0);
  const first = `${glyphsOf(look).done} Together ${formatRange(together.frees, together.freesUpTo)} can go`;
  const rest =
    formatBytes(together.frees) === formatBytes(separately) || together.frees < separately
      ? ""
      : `, ${formatBytes(together.frees - separately)} of it only where an environment and the cache that it shares files with both go`;
  const [head, ...more] = hang(`${first}${rest}`, look.columns);
  return [head!.replace(first, paintOf(look).strong), ...more].map((line) => `${line}\n`).join("");
}

/** What a sweep freed in all. */
export interface SweepEnd {
  /** What was to come free at once. */
  readonly forecast: Bytes;
  /** What a purge gives back after that. */
  readonly later: Bytes;
  readonly freed: Freed | null;
  /** Nothing was carried out: it is only said what would be. */
  readonly isPlanned: boolean;
}

/** The last line of a sweep that cleans; it ends in a newline. */
export function renderSweepEnd({ forecast, later, freed, isPlanned }: SweepEnd, look: Look): string {
  const { done } = glyphsOf(look);
  const now = formatRange(forecast.frees, forecast.freesUpTo);
  const then = later.allocated === 0 ? "" : `, ${formatRange(later.frees, later.freesUpTo)} more at 'pyshed purge'`;
  const measured = freed === null ? (forecast.frees === 0 ? "0 B freed" : describeFreed(null, forecast)) : null;
  const said = isPlanned
    ? `Together this would free ${now}${then}`
    : `Together: ${now} forecast, ${measured ?? describeFreed(freed, forecast)}${then}`;
  return hang(`${done} ${said}`, look.columns)
    .map((line) => `${paintOf(look).strong(line)}\n`)
    .join("");
}
