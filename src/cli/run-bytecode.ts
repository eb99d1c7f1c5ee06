import type { Command } from "commander";
import { surveyBytecode } from "../app/bytecode.ts";
import { planIgnoring } from "../app/ignore-bytecode.ts";
import { bytecodeDocument } from "../report/bytecode-document.ts";
import { renderBytecode } from "../report/bytecode-text.ts";
import { describeProblem } from "../report/problem-text.ts";
import { lookFor } from "./appearance.ts";
import { refuseWithoutClean, type ShowOrCleanFlags } from "./cleaning-options.ts";
import { changeWhatWasShown } from "./change-settings.ts";
import { ExitCode } from "./exit-code.ts";
import { openProgress } from "./progress.ts";
import { runClean } from "./run-clean.ts";
import { reportFailedRoots, scanRequest } from "./scan-request.ts";
import type { Session } from "./session.ts";
import { UsageError } from "./usage-error.ts";

export interface BytecodeFlags extends ShowOrCleanFlags {
  readonly stale?: true;
  readonly gitignore?: true;
}

const ROWS = 20;

/** Shows bytecode by project and class; cleans it where that was asked for. */
export async function runBytecode(
  session: Session,
  command: Command,
  written: readonly string[],
  flags: BytecodeFlags,
): Promise<ExitCode> {
  if (flags.gitignore && (flags.clean || flags.stale || flags.plan || flags.pick || flags.permanent)) {
    throw new UsageError("'--gitignore' changes nothing but .gitignore", "clean in a command of its own");
  }
  if (flags.stale)
    return (await runClean(session, command, written, flags, { isChoosing: false, bytecode: "stale" })).exitCode;
  if (flags.clean)
    return (await runClean(session, command, written, flags, { isChoosing: false, bytecode: "all" })).exitCode;
  if (!flags.gitignore) refuseWithoutClean(flags);
  const { host, terminal, signal } = session;
  const request = scanRequest(session, command, written, flags, undefined);
  const progress = openProgress(terminal.talk, host);
  const onEvent = (event: Parameters<typeof progress.show>[0] | { readonly type: "finding" }): void => {
    if (event.type === "progress") progress.show(event);
  };
  const found = await surveyBytecode(host, request, "all", { signal, onEvent }).finally(() => progress.erase());
  const failed = reportFailedRoots(session, request, found.result);
  if (flags.gitignore) {
    const change = planIgnoring(host, (await found.outlook()).advice);
    const { exitCode, document } = await changeWhatWasShown(session, change, flags, { question: "Add that?" });
    if (flags.json) terminal.output.write(`${JSON.stringify(document, null, 2)}\n`);
    return exitCode;
  }
  const view = { ...found, ...(await found.outlook()), compileTime: await found.compileTime() };
  if (flags.json) terminal.output.write(`${JSON.stringify(bytecodeDocument(view), null, 2)}\n`);
  else {
    const unread = found.result.problems.filter((problem) => !failed.includes(problem));
    for (const problem of unread.slice(0, 3)) terminal.talk.write(`warning: ${describeProblem(problem)}\n`);
    const look = lookFor(terminal.output, host.environment, flags);
    terminal.output.write(renderBytecode(view, { look, top: flags.top ?? ROWS }));
  }
  if (found.result.interrupted) return ExitCode.interrupted;
  return failed.length > 0 ? ExitCode.incomplete : ExitCode.done;
}
