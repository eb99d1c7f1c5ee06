import type { Command } from "commander";
import { centralContents } from "../app/bytecode-central.ts";
import { centralPlace, realCentral, whyNoCache } from "../app/central-place.ts";
import { newRunId } from "../app/run-id.ts";
import { scheduledGc } from "../app/schedule-gc.ts";
import { planCentral, setBy } from "../app/switch-central.ts";
import { unusableRoots } from "../app/unusable-roots.ts";
import { centralDocument } from "../report/central-document.ts";
import { renderCentral } from "../report/central-text.ts";
import { describeProblem } from "../report/problem-text.ts";
import { hang } from "../report/width.ts";
import { lookFor } from "./appearance.ts";
import { changeWhatWasShown } from "./change-settings.ts";
import type { ShowOrCleanFlags } from "./cleaning-options.ts";
import { ExitCode } from "./exit-code.ts";
import { refuseInherited } from "./refuse-inherited.ts";
import { runClean } from "./run-clean.ts";
import { scanRequest } from "./scan-request.ts";
import type { Session } from "./session.ts";
import { UsageError } from "./usage-error.ts";

export interface CentralFlags extends ShowOrCleanFlags {
  readonly on?: true;
  readonly off?: true;
  readonly status?: true;
}

const NOT_HERE = ["clean", "stale", "gitignore", "permanent", "plan", "pick", "top"];

/** Shows the one cache for all, or turns it on or off; with roots, their bytecode then moves there. */
export async function runCentral(
  session: Session,
  command: Command,
  roots: readonly string[],
  flags: CentralFlags,
): Promise<ExitCode> {
  refuseInherited("central", flags, NOT_HERE, "pyshed bytecode central --help says what it takes");
  if (flags.on && flags.off) throw new UsageError("'--on' and '--off' exclude each other");
  if (flags.status && (flags.on || flags.off)) throw new UsageError("'--status' shows and changes nothing");
  if (!flags.on && roots.length > 0)
    throw new UsageError("roots go with --on", "their bytecode moves to the cache then");
  if (!flags.on && !flags.off) return showStatus(session, flags);
  if (roots.length > 0) refuseUnusable(session, command, roots, flags);
  const change = planCentral(session.host, flags.on === true);
  if ("why" in change) throw new UsageError(change.why, change.hint);

  const { output } = session.terminal;
  const partOf = newRunId(session.host);
  const switched = await changeWhatWasShown(session, change, flags, { question: "Change them?", partOf });
  const { exitCode, document } = switched;
  if (document.status === "done" && !flags.json) say(session, flags, afterwards(flags.on === true, roots));
  const isMoving = roots.length > 0 && document.status !== "declined" && exitCode === ExitCode.done;
  if (!isMoving) {
    const isStopped = roots.length > 0 && exitCode === ExitCode.incomplete;
    if (isStopped && !flags.json) say(session, flags, "No bytecode was moved, since a setting was left.");
    if (flags.json) output.write(`${JSON.stringify(document, null, 2)}\n`);
    return exitCode;
  }
  return moveThere(session, command, roots, flags, { partOf, document });
}

/** What cannot be moved from is refused before any setting is changed. */
function refuseUnusable(session: Session, command: Command, roots: readonly string[], flags: CentralFlags): void {
  const problems = unusableRoots(session.host, scanRequest(session, command, roots, flags, undefined));
  if (problems.length > 0) throw new UsageError(problems.map(describeProblem).join("\nerror: "));
}

async function moveThere(
  session: Session,
  command: Command,
  roots: readonly string[],
  flags: CentralFlags,
  { partOf, document }: { readonly partOf: string; readonly document: object },
): Promise<ExitCode> {
  const { terminal, host } = session;
  const mode = { isChoosing: false, bytecode: "move", into: realCentral(centralPlace(host)), partOf } as const;
  if (!flags.json) {
    const { exitCode, result } = await runClean(session, command, roots, flags, mode);
    if (result.status === "done" && exitCode === ExitCode.done) say(session, flags, WHAT_STAYED);
    return exitCode;
  }
  const written: string[] = [];
  const output = { isTerminal: false, columns: undefined, write: (text: string) => void written.push(text) };
  const quiet = { ...session, terminal: { ...terminal, output } };
  try {
    return (await runClean(quiet, command, roots, flags, mode)).exitCode;
  } finally {
    // What was changed is told even where the move cannot begin.
    const moved = written.length > 0 ? { moved: JSON.parse(written.join("")) as unknown } : {};
    terminal.output.write(`${JSON.stringify({ ...document, ...moved }, null, 2)}\n`);
  }
}

const WHAT_STAYED = "What is of no use there stayed where it was: 'pyshed bytecode --clean' takes it.";

function say({ host, terminal }: Session, flags: CentralFlags, text: string): void {
  const { columns } = lookFor(terminal.output, host.environment, flags);
  terminal.output.write(
    hang(text, columns)
      .map((line) => `${line}\n`)
      .join(""),
  );
}

function afterwards(isOn: boolean, roots: readonly string[]): string {
  if (!isOn)
    return "New shells and sessions do not have it any more. What is in the cache stays: 'pyshed bytecode gc --max-size 0' takes it.";
  const more =
    roots.length === 0 ? " What lies in projects stays there: 'pyshed bytecode central --on DIRECTORY' moves it." : "";
  return `New shells and sessions have it; running ones do not.${more}`;
}

async function showStatus({ host, terminal }: Session, flags: CentralFlags): Promise<ExitCode> {
  const place = centralPlace(host);
  const { path, isThere, isInEffect } = place;
  const view = {
    path,
    isInEffect,
    obstacle: whyNoCache(place),
    setBy: setBy(host),
    scheduled: await scheduledGc(host),
    contents: isThere ? await centralContents(host, realCentral(place)) : null,
  };
  const text = flags.json
    ? `${JSON.stringify(centralDocument(view), null, 2)}\n`
    : renderCentral(view, lookFor(terminal.output, host.environment, flags));
  terminal.output.write(text);
  return ExitCode.done;
}
