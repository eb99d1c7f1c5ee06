import { formatCount, plural } from "../model/count.ts";
import type { Problem } from "../model/finding.ts";
import type { SumOf } from "../model/group.ts";
import { formatBytes } from "../model/size.ts";
import { describeProblem } from "../report/problem-text.ts";
import { scanDocument, staleDocument } from "../report/scan-document.ts";
import { closingLines, findingLine } from "../report/scan-lines.ts";
import { renderScan } from "../report/scan-text.ts";
import { lookFor } from "./appearance.ts";
import { arrange, type ScanChoice } from "./scan-choice.ts";
import type { ScanFlags } from "./scan-options.ts";
import type { Session } from "./session.ts";

export interface ScanOutcome extends ScanChoice {
  readonly idleDays: number | undefined;
  /** Left out because nothing says when they were used. */
  readonly unknownAge: number;
  readonly sumOf: SumOf;
  /** The findings have been written already. */
  readonly streamed: boolean;
  /** Places below the roots that could not be read. */
  readonly problemsBelow: readonly Problem[];
  /** What to do next. */
  readonly hint: string | undefined;
}

const DEFAULT_TOP = 20;
const PROBLEMS_SHOWN = 3;

/** Writes a scan in the form that was asked for. */
export function presentScan(session: Session, flags: ScanFlags, outcome: ScanOutcome): void {
  const { host, terminal } = session;
  const { result, idleDays, unknownAge } = outcome;
  if (flags.json || flags.ndjson) {
    const arranged = arrange(result, flags, outcome.sumOf);
    const document = idleDays === undefined ? scanDocument(arranged) : staleDocument(arranged, idleDays, unknownAge);
    if (flags.json) return terminal.output.write(`${JSON.stringify(document, null, 2)}\n`);
    if (!outcome.streamed) for (const finding of arranged.findings) terminal.output.write(findingLine(finding));
    return terminal.output.write(closingLines(document));
  }
  const view = {
    look: lookFor(terminal.output, host.environment, flags),
    sort: flags.sort ?? "size",
    top: flags.top ?? DEFAULT_TOP,
    tree: flags.tree ?? false,
    now: host.now(),
    sumOf: outcome.sumOf,
    unread: outcome.problemsBelow.length,
    remarks: remarksOn(outcome, flags),
  };
  terminal.output.write(renderScan(result, view));
  for (const problem of outcome.problemsBelow.slice(0, PROBLEMS_SHOWN)) {
    terminal.talk.write(`warning: ${describeProblem(problem)}\n`);
  }
}

function remarksOn({ idleDays, unknownAge, tooSmall, hint, result }: ScanOutcome, flags: ScanFlags): string[] {
  const remarks: string[] = [];
  if (idleDays !== undefined) {
    const unknown = unknownAge === 0 ? "" : `; ${formatCount(unknownAge)} of unknown age left out`;
    remarks.push(`Idle for ${plural(idleDays, "day")} or longer${unknown}`);
  }
  if (tooSmall > 0) {
    remarks.push(`${formatCount(tooSmall)} more below --min-size ${formatBytes(flags.minSize ?? 0)}`);
  }
  if (hint !== undefined && result.findings.length > 0) remarks.push(hint);
  return remarks;
}
