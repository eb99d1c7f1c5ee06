import type { Command } from "commander";
import { survey, type Survey } from "../app/scan.ts";
import type { Problem, ScanResult } from "../model/finding.ts";
import { findingLine } from "../report/scan-lines.ts";
import { refuseWithoutClean, type ShowOrCleanFlags } from "./cleaning-options.ts";
import { ExitCode } from "./exit-code.ts";
import { nextStep } from "./next-step.ts";
import { openProgress } from "./progress.ts";
import { chooseGroups, needsWhole } from "./scan-choice.ts";
import { presentScan, type ScanOutcome } from "./scan-output.ts";
import { commandNames, reportFailedRoots, scanRequest } from "./scan-request.ts";
import type { Session } from "./session.ts";

/** Runs a scan and shows it, with `idleDays` only of what has been idle for so long. */
export async function runScan(
  session: Session,
  command: Command,
  written: readonly string[],
  flags: ShowOrCleanFlags,
  idleDays?: number,
): Promise<ExitCode> {
  const { outcome, exitCode } = await lookAround(session, command, written, flags, idleDays);
  presentScan(session, flags, outcome);
  return exitCode;
}

export interface LookedAround extends Pick<Survey, "sumsOf"> {
  readonly outcome: ScanOutcome;
  readonly exitCode: ExitCode;
}

/** The scan alone, with what is needed to show it. */
export async function lookAround(
  session: Session,
  command: Command,
  written: readonly string[],
  flags: ShowOrCleanFlags,
  idleDays?: number,
): Promise<LookedAround> {
  const { host, terminal, signal } = session;
  const request = scanRequest(session, command, written, flags, idleDays);
  refuseWithoutClean(flags);
  const streams = flags.ndjson === true && !needsWhole(flags, idleDays);
  const progress = openProgress(terminal.talk, host);
  const { result, sumOf, sumsOf, unknownAge } = await survey(host, request, {
    signal,
    threads: session.takeThreads(),
    remembersAs: flags.fresh ? undefined : session.version,
    onEvent(event) {
      if (event.type === "progress") progress.show(event);
      else if (streams) {
        progress.erase();
        terminal.output.write(findingLine(event.finding));
      }
    },
  });
  progress.erase();
  const failed = reportFailedRoots(session, request, result);
  const outcome = {
    ...chooseGroups(result, flags, sumOf),
    idleDays,
    unknownAge,
    sumOf,
    streamed: streams,
    problemsBelow: result.problems.filter((problem) => !failed.includes(problem)),
    hint: nextStep(commandNames(command)),
  };
  return { outcome, sumsOf, exitCode: exitCodeOf(result, failed) };
}

function exitCodeOf(result: ScanResult, failed: readonly Problem[]): ExitCode {
  if (result.interrupted) return ExitCode.interrupted;
  return failed.length > 0 ? ExitCode.incomplete : ExitCode.done;
}
