import type { Command } from "commander";
import { lookFor } from "./appearance.ts";
import type { ShowOrCleanFlags } from "./cleaning-options.ts";
import { ExitCode } from "./exit-code.ts";
import { paintOf } from "../report/look.ts";
import type { Session } from "./session.ts";
import { SECTIONS, type SweepSection } from "./sweep-sections.ts";
import type { Stream } from "./terminal.ts";

/** Everything at once, section by section. Ctrl-C ends it all. */
export async function runSweep(
  session: Session,
  command: Command,
  roots: readonly string[],
  flags: ShowOrCleanFlags,
): Promise<ExitCode> {
  const documents: Record<string, unknown> = {};
  const exitCodes: ExitCode[] = [];
  const act = flags.clean ? clean : show;
  try {
    for (const section of SECTIONS.filter(({ isMeant }) => isMeant(flags))) {
      const exitCode = await act(session, command, roots, flags, section, documents);
      exitCodes.push(exitCode);
      if (exitCode === ExitCode.interrupted) break;
    }
  } finally {
    // What a first section did is told even where a second one cannot begin.
    if (flags.json && Object.keys(documents).length > 0) writeDocument(session, flags, documents);
  }
  return together(exitCodes);
}

/** The first that is not 0; but "nothing was done" is said only when it is true of every section. */
function together(exitCodes: readonly ExitCode[]): ExitCode {
  if (exitCodes.includes(ExitCode.interrupted)) return ExitCode.interrupted;
  if (exitCodes.every((code) => code === ExitCode.refused)) return ExitCode.refused;
  const first = exitCodes.find((code) => code !== ExitCode.done) ?? ExitCode.done;
  return first === ExitCode.refused ? ExitCode.incomplete : first;
}

function writeDocument({ terminal }: Session, flags: ShowOrCleanFlags, sections: Record<string, unknown>): void {
  const schema = flags.clean ? "pyshed.sweep-clean/1" : "pyshed.sweep/1";
  terminal.output.write(`${JSON.stringify({ schema, sections }, null, 2)}\n`);
}

type Act = (
  session: Session,
  command: Command,
  roots: readonly string[],
  flags: ShowOrCleanFlags,
  section: SweepSection,
  documents: Record<string, unknown>,
) => Promise<ExitCode>;

const show: Act = async (session, command, roots, flags, section, documents) => {
  const { terminal } = session;
  const shown = await section.look(session, command, roots, flags);
  documents[section.name] = shown.document;
  if (flags.json) return shown.exitCode;
  const gap = section === SECTIONS[0] ? "" : "\n";
  terminal.output.write(`${gap}${titleOf(session, flags, section, terminal.output)}\n\n`);
  shown.write();
  return shown.exitCode;
};

/** With `--json` each section writes its document into ours. */
const clean: Act = async (session, command, roots, flags, section, documents) => {
  const { terminal } = session;
  if (!flags.json) {
    if (section !== SECTIONS[0]) terminal.talk.write(`\n${titleOf(session, flags, section, terminal.talk)}\n\n`);
    return section.clean(session, command, roots, flags);
  }
  const written: string[] = [];
  const output = { isTerminal: false, columns: undefined, write: (text: string) => void written.push(text) };
  const exitCode = await section.clean({ ...session, terminal: { ...terminal, output } }, command, roots, flags);
  documents[section.name] = JSON.parse(written.join(""));
  return exitCode;
};

function titleOf({ host }: Session, flags: ShowOrCleanFlags, { title }: SweepSection, stream: Stream): string {
  return paintOf(lookFor(stream, host.environment, flags)).strong(title);
}
