import type { Command } from "commander";
import { clean, type CleanResult } from "../app/clean.ts";
import type { BytecodeRule, CacheLimits } from "../model/bytecode.ts";
import type { AbsolutePath } from "../model/path.ts";
import { lookFor } from "./appearance.ts";
import { canAsk, openAsker, refuseToGuess } from "./asker.ts";
import { presentClean } from "./clean-output.ts";
import { questionsFor } from "./clean-questions.ts";
import { cleanExitCode } from "./clean-exit-code.ts";
import type { ShowOrCleanFlags } from "./cleaning-options.ts";
import { environmentArtifacts } from "./environment-artifacts.ts";
import type { ExitCode } from "./exit-code.ts";
import { openProgress } from "./progress.ts";
import { openRunProgress } from "./run-progress.ts";
import { reportFailedRoots, scanRequest } from "./scan-request.ts";
import type { Session } from "./session.ts";
import { UsageError } from "./usage-error.ts";

/** How a command cleans. */
export interface CleaningMode {
  /** Rows are to be chosen from; otherwise everything that policy allows is taken. */
  readonly isChoosing: boolean;
  /** Only what has been idle for so long. */
  readonly idleDays?: number | undefined;
  /** Names the command of which this is a part. */
  readonly partOf?: string;
  /** Bytecode alone, file by file. */
  readonly bytecode?: BytecodeRule | undefined;
  readonly limits?: CacheLimits;
  /** The one cache for all, where what is of use there is to move to it. */
  readonly into?: AbsolutePath;
}

export interface Cleaned {
  readonly exitCode: ExitCode;
  readonly result: CleanResult;
}

/** From roots to freed bytes, with the questions, the progress and the end that a person sees. */
export async function runClean(
  session: Session,
  command: Command,
  written: readonly string[],
  flags: ShowOrCleanFlags,
  { isChoosing, idleDays, partOf, bytecode, limits, into }: CleaningMode,
): Promise<Cleaned> {
  const { host, terminal } = session;
  const request = {
    ...scanRequest(session, command, written, flags, idleDays),
    protection: flags.protection ?? "warn",
    permanent: flags.permanent ?? false,
    named: [],
    bytecode,
    limits,
    into,
  };
  refuseContradictions(flags);
  const planOnly = flags.dryRun === true || flags.plan !== undefined;
  const isAnswered = flags.yes === true || (canAsk(session) && flags.force === true);
  if (!planOnly && !isAnswered && !canAsk(session)) throw refuseToGuess("cleaning");

  // What is read before an answer must be seen, also where standard output goes into a file.
  const listing = terminal.output.isTerminal && !flags.json && flags.plan !== "-" ? terminal.output : terminal.talk;
  const asker = !isAnswered && canAsk(session) ? openAsker(session) : null;
  const scanning = openProgress(terminal.talk, host);
  const running = openRunProgress(session);
  const questions = questionsFor({
    session,
    flags,
    asker,
    isChoosing,
    environments: environmentArtifacts(),
    look: lookFor(listing, host.environment, flags),
    show: (text) => listing.write(text),
    onScanned: () => scanning.erase(),
  });
  const result = await clean(host, request, questions, {
    ...running.options,
    partOf,
    onScan: (event) => event.type === "progress" && scanning.show(event),
    planOnly,
  }).finally(() => {
    asker?.close();
    scanning.erase();
    running.erase();
  });
  const failed = reportFailedRoots(session, request, result.scan);
  const picked = questions.picked();
  presentClean(session, flags, { result, picked, view: questions.view(), failed });
  const exitCode = cleanExitCode(result, { picked, isOnlyPlanned: planOnly, failedRoots: failed.length });
  return { exitCode, result };
}

function refuseContradictions({ ndjson, json, plan }: ShowOrCleanFlags): void {
  if (ndjson) throw new UsageError("option '--ndjson' cannot be used with '--clean'", "--json says what was done");
  if (json && plan === "-") throw new UsageError("'--plan -' and '--json' cannot both write to standard output");
}
