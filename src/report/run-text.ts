import { formatCount, plural } from "../model/count.ts";
import type { Bytes } from "../model/finding.ts";
import { addBytes, NO_BYTES } from "../model/plan.ts";
import type { Act, Freed, ItemOutcome, RunKind, RunReport } from "../model/run.ts";
import { formatBytes } from "../model/size.ts";
import { countItems } from "./count-items.ts";
import { escapeForTerminal } from "./escape.ts";
import { formatRange } from "./headline.ts";
import { glyphsOf, paintOf, type Look } from "./look.ts";
import { hang } from "./width.ts";

/** What a person is told at the end of a run. */
export interface RunEnd {
  readonly report: RunReport;
  /** What the items that went were to give back at once, shared files counted once. */
  readonly forecast: Bytes;
  /** What they give back after a purge. */
  readonly later: Bytes;
  /** Ids of the artifacts that are environments. */
  readonly environments: ReadonlySet<string>;
}

const VERBS: Readonly<Record<Act, string>> = {
  trash: "moved",
  delete: "cleaned",
  restore: "brought back",
  purge: "purged",
  owner: "cleaned",
  edit: "changed",
  link: "linked",
  separate: "separated",
  move: "moved",
};

/** The first lines of the end: what was done, and what it freed by forecast and by measurement. */
export function renderRunEnd(end: RunEnd, look: Look): string {
  const { report } = end;
  const paint = paintOf(look);
  const { done: doneMark, failed, warning } = glyphsOf(look);
  const lines: string[] = [];
  const say = (text: string): void => void lines.push(...hang(text, look.columns));
  const stress = (text: string): void => void lines.push(...hang(text, look.columns).map(paint.strong));
  for (const act of ["delete", "trash", "restore", "purge", "move", "edit", "link", "separate"] as const) {
    const done = report.outcomes.filter((outcome) => toldWith(outcome) === act && isThrough(outcome));
    if (done.length > 0) stress(`${doneMark} ${sentence(act, done, end)}`);
  }
  if (lines.length === 0) stress(`${failed} Nothing was ${verbOf(report)}${freedAnyway(report)}`);
  if (report.interrupted) say("Interrupted: it stopped after the item at hand.");
  const byPath = report.outcomes.filter(({ guarantee }) => guarantee === "by path").length;
  if (byPath > 0) say(`${warning} ${byPath} of them by path: this system offers no calls by directory handle`);
  for (const notice of report.notices) say(`${warning} ${escapeForTerminal(notice)}`);
  return lines.map((line) => `${line}\n`).join("");
}

/** What an owner removed is told with what pyshed deleted: they have one forecast and one measurement. */
function toldWith({ act }: ItemOutcome): Exclude<Act, "owner"> {
  return act === "owner" ? "delete" : act;
}

function sentence(
  act: Exclude<Act, "owner">,
  done: readonly ItemOutcome[],
  { report, forecast, later, environments }: RunEnd,
): string {
  const items = countItems(
    done.map(({ artifact }) => artifact),
    environments,
  );
  switch (act) {
    case "delete":
      return `Cleaned ${items}${ownersPart(done)}: ${formatRange(forecast.frees, forecast.freesUpTo)} forecast, ${describeFreed(report.freed, forecast)}`;
    case "trash": {
      const then = formatRange(later.frees, later.freesUpTo);
      return `Moved ${items} to the trash: 0 B freed until 'pyshed purge' (${then} then); 'pyshed undo' brings ${done.length === 1 ? "it" : "them"} back`;
    }
    case "restore":
      return `Brought back ${items}: ${formatBytes(allocatedOf(done))} on disk, as before`;
    case "edit":
      return report.kind === "undo"
        ? `Took back what was changed in ${plural(done.length, "file")}`
        : `Changed ${plural(done.length, "file")}; 'pyshed undo' takes it back`;
    case "link":
      return `Linked ${filesOf(done)}: ${formatRange(forecast.frees, forecast.freesUpTo)} forecast, ${describeFreed(report.freed, forecast)}; 'pyshed undo' separates them again`;
    case "separate":
      return `Gave ${filesOf(done)} copies of their own again`;
    case "move": {
      const count = countFiles(done);
      const files = plural(count, "file");
      return report.kind === "undo"
        ? `Moved ${files} back`
        : `Moved ${files} into the one cache for all; 'pyshed undo' moves ${count === 1 ? "it" : "them"} back`;
    }
    case "purge":
      return `Purged ${items} from the trash: ${formatRange(forecast.frees, forecast.freesUpTo)} forecast, ${describeFreed(report.freed, forecast)}`;
  }
}

/** `, 6 of them by the owner's command`. */
function ownersPart(done: readonly ItemOutcome[]): string {
  const owners = done.filter(({ act }) => act === "owner").length;
  if (owners === 0) return "";
  return `${owners === done.length ? "" : `, ${formatCount(owners)} of them`} by the owner's command`;
}

/** A step that linked some of its files counts with these. */
function isThrough({ result, files }: ItemOutcome): boolean {
  return result === "done" || (result === "partial" && files !== undefined);
}

function countFiles(done: readonly ItemOutcome[]): number {
  return done.reduce((sum, outcome) => sum + (outcome.files ?? 0), 0);
}

/** `12,345 files in 20 environments`. */
function filesOf(done: readonly ItemOutcome[]): string {
  return `${plural(countFiles(done), "file")} in ${plural(new Set(done.map(({ path }) => path)).size, "environment")}`;
}

/** Never more certain than the measurement; a settled figure that is far from the forecast says why it may be. */
export function describeFreed(freed: Freed | null, forecast: Bytes | null): string {
  if (freed === null) return "what was freed could not be measured";
  if (freed.bytes < 0)
    return `${formatBytes(-freed.bytes)} less free than before (measured: something else wrote more)`;
  const doubt = !freed.isSettled
    ? ", unsure: something else was writing meanwhile"
    : forecast !== null && !isNear(freed.bytes, forecast)
      ? ", not as forecast: something else wrote or removed files meanwhile, or still holds some open"
      : "";
  const text = formatBytes(freed.bytes);
  const copies = freed.copies > 0 ? `; the copies take ${formatBytes(freed.copies)} of the same disk` : "";
  // Mostly it is too small for anybody to see a difference.
  const isSeen = formatBytes(freed.bytes - freed.journal) !== text;
  const journal = isSeen ? `; the journal takes ${formatBytes(freed.journal)} of the same disk` : "";
  return `${text} freed (measured${doubt}${copies}${journal})`;
}

/** Within 1 % or 1 MiB of what was forecast. */
function isNear(bytes: number, { frees, freesUpTo }: Bytes): boolean {
  const tolerance = Math.max(2 ** 20, freesUpTo / 100);
  return bytes >= frees - tolerance && bytes <= freesUpTo + tolerance;
}

function freedAnyway({ outcomes, freed }: RunReport): string {
  return outcomes.some(({ result }) => result === "partial") ? ` wholly: ${describeFreed(freed, null)}` : "";
}

/** What a run would have done that did nothing. */
const USUAL_ACTS: Readonly<Record<RunKind, Act>> = {
  clean: "delete",
  edit: "edit",
  undo: "restore",
  purge: "purge",
  dedupe: "link",
  move: "move",
};

function verbOf({ kind, outcomes }: RunReport): string {
  return VERBS[outcomes[0]?.act ?? USUAL_ACTS[kind]];
}

function allocatedOf(outcomes: readonly ItemOutcome[]): number {
  return outcomes.reduce((sum, { bytes }) => addBytes(sum, bytes), NO_BYTES).allocated;
}
