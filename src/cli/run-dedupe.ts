import type { Command } from "commander";
import { dedupe, type DedupeResult } from "../app/dedupe.ts";
import { findDuplicates, type DuplicatesRequest } from "../app/duplicates.ts";
import { explainSharing } from "../app/explain-sharing.ts";
import type { Duplicates } from "../model/duplicates.ts";
import type { LinkPlan } from "../model/link-step.ts";
import { NO_BYTES } from "../model/plan.ts";
import { dedupeApplyDocument, dedupeDocument } from "../report/dedupe-document.ts";
import { linkQuestion, renderDuplicates } from "../report/dedupe-text.ts";
import { renderLeft } from "../report/left-text.ts";
import { describeProblem } from "../report/problem-text.ts";
import { sharingDocument } from "../report/sharing-document.ts";
import { renderSharing } from "../report/sharing-text.ts";
import { renderRunEnd } from "../report/run-text.ts";
import { lookFor } from "./appearance.ts";
import { askYesOrNo, canAsk, openAsker, refuseToGuess, type Asker } from "./asker.ts";
import { ExitCode } from "./exit-code.ts";
import { leftByRun } from "./left-by-run.ts";
import type { OutputFlags } from "./output-flags.ts";
import { failedRoots } from "./roots.ts";
import { openRunProgress } from "./run-progress.ts";
import type { Session } from "./session.ts";
import { openStatusLine } from "./status-line.ts";
import { UsageError } from "./usage-error.ts";

export interface DedupeFlags extends OutputFlags {
  readonly apply?: true;
  readonly hardLinks?: true;
  readonly bytecode?: true;
  readonly explain?: string;
  readonly top: number;
  readonly depth?: number;
  readonly oneFileSystem: boolean;
  readonly yes?: true;
}

/** Shows what is the same, explains one path, or links. */
export async function runDedupe(
  session: Session,
  _: Command,
  written: readonly string[],
  flags: DedupeFlags,
): Promise<ExitCode> {
  const request: DuplicatesRequest = {
    roots: written.length === 0 ? ["."] : written,
    depth: flags.depth ?? null,
    oneFileSystem: flags.oneFileSystem,
    withBytecode: flags.bytecode ?? false,
  };
  const needless = (["hardLinks", "yes"] as const).find((key) => flags[key]);
  if (needless && !flags.apply) {
    throw new UsageError(`option '--${needless === "yes" ? "yes" : "hard-links"}' needs --apply`);
  }
  if (flags.explain !== undefined) {
    if (flags.apply) throw new UsageError("'--explain' and '--apply' exclude each other");
    return runExplaining(session, flags.explain, request, flags);
  }
  return flags.apply ? runApplying(session, request, flags) : runShowing(session, request, flags);
}

async function runShowing(session: Session, request: DuplicatesRequest, flags: DedupeFlags): Promise<ExitCode> {
  const { host, terminal, signal } = session;
  const line = openStatusLine(terminal.talk, host);
  const { duplicates } = await findDuplicates(host, request, {
    threads: session.takeThreads(),
    signal,
    onProgress: (done, all) => line.show(() => `${done} of ${all} places looked through`),
  });
  line.erase();
  const exitCode = exitCodeOf(session, request, duplicates);
  if (flags.json) terminal.output.write(`${JSON.stringify(dedupeDocument(duplicates), null, 2)}\n`);
  else {
    const look = lookFor(terminal.output, host.environment, flags);
    terminal.output.write(renderDuplicates(duplicates, { look, top: flags.top }));
    if (duplicates.totals.links > 0) terminal.talk.write("Nothing was changed: --apply links.\n");
  }
  return exitCode;
}

async function runExplaining(
  { host, terminal, signal, takeThreads }: Session,
  path: string,
  request: DuplicatesRequest,
  flags: DedupeFlags,
): Promise<ExitCode> {
  const line = openStatusLine(terminal.talk, host);
  const sharing = await explainSharing(host, path, request, {
    threads: takeThreads(),
    signal,
    onProgress: (done, all) => line.show(() => `${done} of ${all} places looked through`),
  }).finally(() => line.erase());
  const look = lookFor(terminal.output, host.environment, flags);
  terminal.output.write(
    flags.json ? `${JSON.stringify(sharingDocument(sharing), null, 2)}\n` : renderSharing(sharing, look),
  );
  return ExitCode.done;
}

async function runApplying(session: Session, request: DuplicatesRequest, flags: DedupeFlags): Promise<ExitCode> {
  const { host, terminal } = session;
  const isAnswered = flags.yes === true || (flags.hardLinks === true && !canAsk(session));
  if (!isAnswered && !canAsk(session)) throw refuseToGuess("linking");
  const asker = isAnswered ? null : openAsker(session);
  const running = openRunProgress(session);
  const line = openStatusLine(terminal.talk, host);
  try {
    const result = await dedupe(host, request, {
      ...running.options,
      threads: session.takeThreads(),
      onProgress: (done, all) => line.show(() => `${done} of ${all} places looked through`),
      async confirm(duplicates, plan) {
        line.erase();
        return asker === null || ask(session, asker, flags, duplicates, plan);
      },
    });
    line.erase();
    running.erase();
    const exitCode = exitCodeOf(session, request, result.duplicates);
    present(session, flags, result);
    return worst(exitCode, result);
  } finally {
    asker?.close();
    line.erase();
    running.erase();
  }
}

async function ask(
  { host, terminal }: Session,
  asker: Asker,
  flags: DedupeFlags,
  duplicates: Duplicates,
  plan: LinkPlan,
): Promise<boolean> {
  const say = (text: string): void => terminal.talk.write(text);
  const look = lookFor(terminal.talk, host.environment, flags);
  say(renderDuplicates(duplicates, { look, top: flags.top }));
  const { text, question } = linkQuestion(duplicates, plan, look);
  say(`\n${flags.hardLinks ? "" : text}`);
  return askYesOrNo(asker, question, say);
}

function present({ host, terminal }: Session, flags: DedupeFlags, result: DedupeResult): void {
  const { output } = terminal;
  if (flags.json) return output.write(`${JSON.stringify(dedupeApplyDocument(result), null, 2)}\n`);
  const look = lookFor(output, host.environment, flags);
  const left = renderLeft("Left", [...result.left, ...(result.report ? leftByRun(result.report) : [])], look);
  if (result.status === "declined") return output.write("Nothing was done.\n");
  if (result.report === null) {
    const why = result.duplicates.interrupted ? "Interrupted before all was looked at" : "Nothing to link";
    return output.write(`${why}, nothing was done.\n${left}`);
  }
  const end = {
    report: result.report,
    forecast: result.forecast,
    later: NO_BYTES,
    environments: new Set<string>(),
  };
  output.write(renderRunEnd(end, look) + left);
}

function exitCodeOf({ host, terminal }: Session, { roots: asked }: DuplicatesRequest, found: Duplicates): ExitCode {
  const failed = failedRoots(host, asked, found);
  if (found.roots.length === 0 && !found.interrupted) {
    throw new UsageError(failed.map(describeProblem).join("\nerror: "));
  }
  for (const problem of failed) terminal.talk.write(`error: ${describeProblem(problem)}\n`);
  if (found.interrupted) return ExitCode.interrupted;
  return failed.length > 0 ? ExitCode.incomplete : ExitCode.done;
}

/** 1 when something stayed that was meant to be linked. */
function worst(before: ExitCode, { left, report }: DedupeResult): ExitCode {
  if (report?.interrupted) return ExitCode.interrupted;
  const isWhole = left.length === 0 && (report?.outcomes.every(({ result }) => result === "done") ?? true);
  return before === ExitCode.done && !isWhole ? ExitCode.incomplete : before;
}
