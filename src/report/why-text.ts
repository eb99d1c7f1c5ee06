import { plural } from "../model/count.ts";
import type { ActivitySign, Explanation } from "../model/explanation.ts";
import type { Finding } from "../model/finding.ts";
import { formatBytes } from "../model/size.ts";
import { formatIdle } from "../model/time.ts";
import { escapeForTerminal } from "./escape.ts";
import { glyphsOf, MEANINGS, paintOf, type Look } from "./look.ts";
import { wrap } from "./width.ts";

const FIELD_COLUMNS = 10;
const DATE_COLUMNS = 14;

/** An explanation for people; every line ends in a newline. `now` in milliseconds since the epoch. */
export function renderWhy(explanation: Explanation, now: number, look: Look): string {
  const paint = paintOf(look);
  const lines = [
    paint.strong(escapeForTerminal(explanation.path)),
    ...verdict(explanation, look),
    ...(explanation.finding ? findingFields(explanation.finding, look) : []),
    ...(explanation.project === null || explanation.project === explanation.path
      ? []
      : field("project", explanation.project, look)),
    ...proofs(explanation, look),
    ...activity(explanation, now, look),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

function verdict({ path, subject, finding, foreignTree }: Explanation, look: Look): string[] {
  const glyphs = glyphsOf(look);
  const foreign = foreignTree === null ? [] : [`belongs to another tool: ${escapeForTerminal(foreignTree)}`];
  if (!finding) return [subject === "project" ? "is a project, not a finding" : "is no finding", ...foreign];
  const mark = paintOf(look).by(finding.safety, glyphs.marks[finding.safety]);
  const what = `${finding.artifact} (${finding.safety}: ${MEANINGS[finding.safety]})`;
  if (finding.path === path) return [`${mark} is a finding: ${what}`, ...foreign];
  return [`${mark} lies in a finding: ${what}`, ...field("finding", finding.path, look), ...foreign];
}

function findingFields(finding: Finding, look: Look): string[] {
  const { bytes, environment, largest, reasons, sharedWith } = finding;
  const size = `${formatBytes(bytes.allocated)} on disk, ${formatBytes(bytes.frees)} come free`;
  const contents = `${plural(finding.files, "file")}, ${plural(finding.directories, "directory")}`;
  const python = environment?.python ?? "version unknown";
  return [
    ...field("size", sharedWith === null ? size : `${size}, the rest is shared with ${sharedWith}`, look),
    ...field("holds", contents, look),
    ...(environment ? field("python", `${python}, made by ${environment.creator}`, look) : []),
    ...(environment
      ? field(
          "packages",
          [
            String(environment.packages),
            ...largest
              .slice(0, 5)
              .map(({ name, version, allocated }) => `${name} ${version} (${formatBytes(allocated)})`),
          ].join(", "),
          look,
        )
      : []),
    ...reasons.flatMap((reason) => field("reason", reason, look)),
  ];
}

function field(name: string, value: string, look: Look): string[] {
  const { ellipsis } = glyphsOf(look);
  const room = Math.max(look.columns - FIELD_COLUMNS - 2, 20);
  const isPath = value.startsWith("/");
  const lines = isPath ? [escapeForTerminal(value)] : wrap(escapeForTerminal(value), room, ellipsis);
  return lines.map((line, index) => `  ${(index === 0 ? name : "").padEnd(FIELD_COLUMNS)}${line}`);
}

function proofs(explanation: Explanation, look: Look): string[] {
  const { done } = glyphsOf(look);
  const failed = look.symbols ? "✗" : "no";
  const paint = paintOf(look);
  if (explanation.proofs.length === 0) {
    return explanation.subject === "nothing" ? ["", "Nothing in the catalogue looks like this."] : [];
  }
  return explanation.proofs.flatMap(({ artifact, title, outcome }) => [
    "",
    `Proof of ${escapeForTerminal(title)} (${artifact}): ${outcome.holds ? "holds" : "fails"}`,
    ...outcome.lines.map(({ holds, text }) => {
      const mark = holds ? paint.by("safe", done) : paint.error(failed.padEnd(done.length));
      return `  ${mark} ${escapeForTerminal(text)}`;
    }),
  ]);
}

function activity({ activity: signs, lastActivity, decidedBy }: Explanation, now: number, look: Look): string[] {
  if (signs.length === 0) return [];
  return [
    "",
    `Activity: ${formatIdle(lastActivity, now)}`,
    ...signs.flatMap((sign) => signLines(sign, decidedBy, look)),
  ];
}

function signLines({ what, time, note }: ActivitySign, decidedBy: string | null, look: Look): string[] {
  const paint = paintOf(look);
  const date = time === null ? "nothing   " : dateOf(time);
  const name = escapeForTerminal(what);
  const room = Math.max(look.columns - DATE_COLUMNS, 20);
  const notes = note === null ? [] : wrap(escapeForTerminal(note), room, glyphsOf(look).ellipsis);
  return [
    `  ${date}  ${what === decidedBy ? `${paint.strong(name)} (decided)` : name}`,
    ...notes.map((line) => paint.faint(" ".repeat(DATE_COLUMNS) + line)),
  ];
}

/** The day in UTC, `2026-11-21`. */
function dateOf(time: number): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? "no date   " : date.toISOString().slice(0, 10);
}
