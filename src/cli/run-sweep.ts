import type { Command } from "commander";
import { newRunId } from "../app/run-id.ts";
import { addUp, bytesOfAll } from "../app/sweep-totals.ts";
import { paintOf } from "../report/look.ts";
import { sweepTotals } from "../report/sweep-document.ts";
import { renderSweepEnd, renderTogether } from "../report/sweep-text.ts";
import { lookFor } from "./appearance.ts";
import type { ShowOrCleanFlags } from "./cleaning-options.ts";
import { ExitCode } from "./exit-code.ts";
import type { Session } from "./session.ts";
import { sectionsFor, type Cleaned, type Shown, type SweepRequest, type SweepSection } from "./sweep-sections.ts";
import type { Stream } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";

/** Everything at once, section by section, and what all of it frees together. Ctrl-C ends it all. */
export async function runSweep(
  session: Session,
  command: Command,
  roots: readonly string[],
  flags: ShowOrCleanFlags,
): Promise<ExitCode> {
  const sections = sectionsFor(flags);
  if (sections.length === 0) throw new UsageError("the options together leave nothing to look for");
  const request: SweepRequest = { command, roots, flags, name: newRunId(session.host) };
  return flags.clean ? cleanAll(session, request, sections) : showAll(session, request, sections);
}

async function showAll(session: Session, request: SweepRequest, sections: readonly SweepSection[]): Promise<ExitCode> {
  const { terminal, host } = session;
  const { flags } = request;
  const shown: Shown[] = [];
  const documents: Record<string, unknown> = {};
  for (const section of sections) {
    const one = await section.look(session, request);
    shown.push(one);
    documents[section.name] = one.document;
    if (!flags.json) {
      const gap = shown.length === 1 ? "" : "\n";
      terminal.output.write(`${gap}${titleOf(session, flags, section, terminal.output)}\n\n`);
      one.write();
    }
    if (one.exitCode === ExitCode.interrupted) break;
  }
  const together = bytesOfAll(shown.flatMap(({ going }) => going));
  if (flags.json) {
    writeDocument(session, { schema: "pyshed.sweep/1", sections: documents, totals: { ...together } });
  } else if (shown.filter(({ going }) => going.length > 0).length > 1) {
    const each = shown.map(({ going }) => bytesOfAll(going));
    terminal.output.write(`\n${renderTogether(together, each, lookFor(terminal.output, host.environment, flags))}`);
  }
  return exitCodeOf(shown);
}

async function cleanAll(session: Session, request: SweepRequest, sections: readonly SweepSection[]): Promise<ExitCode> {
  const { terminal, host } = session;
  const { flags } = request;
  const cleaned: Cleaned[] = [];
  const documents: Record<string, unknown> = {};
  try {
    for (const section of sections) {
      const one = await cleanOne(session, request, section, cleaned.length === 0, documents);
      cleaned.push(one);
      if (one.exitCode === ExitCode.interrupted) break;
    }
  } finally {
    // What a first section did is told even where a second one cannot begin.
    if (flags.json && Object.keys(documents).length > 0) {
      const totals = sweepTotals(addUp(cleaned.map(({ swept }) => swept)));
      writeDocument(session, { schema: "pyshed.sweep-clean/1", sections: documents, totals });
    }
  }
  const swept = cleaned.map((one) => one.swept).filter(({ now, later }) => now.length + later.length > 0);
  if (!flags.json && swept.length > 1) {
    const end = { ...addUp(swept), isPlanned: flags.dryRun === true };
    terminal.output.write(renderSweepEnd(end, lookFor(terminal.output, host.environment, flags)));
  }
  return exitCodeOf(cleaned);
}

/** With `--json` each section writes its document into ours. */
async function cleanOne(
  session: Session,
  request: SweepRequest,
  section: SweepSection,
  isFirst: boolean,
  documents: Record<string, unknown>,
): Promise<Cleaned> {
  const { terminal } = session;
  const { flags } = request;
  if (!flags.json) {
    if (!isFirst) terminal.talk.write(`\n${titleOf(session, flags, section, terminal.talk)}\n\n`);
    return section.clean(session, request);
  }
  const written: string[] = [];
  const output = { isTerminal: false, columns: undefined, write: (text: string) => void written.push(text) };
  const one = await section.clean({ ...session, terminal: { ...terminal, output } }, request);
  documents[section.name] = JSON.parse(written.join(""));
  return one;
}

/** The first that is not 0; but "nothing was done" is said only when it is true of every section. */
function exitCodeOf(sections: readonly { readonly exitCode: ExitCode }[]): ExitCode {
  const exitCodes = sections.map(({ exitCode }) => exitCode);
  if (exitCodes.includes(ExitCode.interrupted)) return ExitCode.interrupted;
  if (exitCodes.every((code) => code === ExitCode.refused)) return ExitCode.refused;
  const first = exitCodes.find((code) => code !== ExitCode.done) ?? ExitCode.done;
  return first === ExitCode.refused ? ExitCode.incomplete : first;
}

function writeDocument({ terminal }: Session, document: unknown): void {
  terminal.output.write(`${JSON.stringify(document, null, 2)}\n`);
}

function titleOf({ host }: Session, flags: ShowOrCleanFlags, { title }: SweepSection, stream: Stream): string {
  return paintOf(lookFor(stream, host.environment, flags)).strong(title);
}
