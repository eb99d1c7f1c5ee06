import { isatty } from "node:tty";
import { CommanderError } from "commander";
import { thisHost, type Host } from "../app/this-host.ts";
import type { Threads } from "../app/threads.ts";
import { escapeForTerminal } from "../report/escape.ts";
import packageJson from "../../package.json" with { type: "json" };
import { Refusal } from "../model/refusal.ts";
import { ExitCode } from "./exit-code.ts";
import { Interrupted } from "./interrupted.ts";
import { createProgram } from "./program.ts";
import { exitCodeOf, NothingDone } from "./refused.ts";
import type { Session } from "./session.ts";
import type { Stream } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";

/** One Ctrl-C may arrive twice: from the terminal and from a parent such as npm that passes it on. */
const SAME_INTERRUPTION_MS = 500;

/**
 * The whole program, with the threads that were started for it: this file alone touches the process, its streams and its
 * signals. The first Ctrl-C stops what runs and shows what there is; the second ends at once.
 */
export async function main(threads: Threads | undefined): Promise<void> {
  const host = thisHost();
  const session: Session = {
    host,
    takeThreads: givenOnce(threads),
    terminal: { output: streamOf(process.stdout), talk: streamOf(process.stderr) },
    keyboard: { isTerminal: isatty(0), open: () => process.stdin },
    signal: interruptionOf(host),
    version: packageJson.version,
    exitCode: ExitCode.done,
  };
  try {
    await createProgram(session).parseAsync(process.argv);
    process.exitCode = session.exitCode;
  } catch (error) {
    process.exitCode = report(error, session.terminal.talk);
  } finally {
    threads?.dismiss();
  }
}

/** A walk dismisses its threads: another one needs its own. */
function givenOnce(threads: Threads | undefined): () => Threads | undefined {
  let left = threads;
  return () => {
    const given = left;
    left = undefined;
    return given;
  };
}

function interruptionOf(host: Host): AbortSignal {
  const interruption = new AbortController();
  let interruptedAt = Infinity;
  process.on("SIGINT", () => {
    if (host.now() - interruptedAt > SAME_INTERRUPTION_MS) process.exit(ExitCode.interrupted);
    interruptedAt = Math.min(interruptedAt, host.now());
    interruption.abort();
  });
  return interruption.signal;
}

function streamOf(stream: NodeJS.WriteStream): Stream {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    // The reader has gone (`| head`): there is nobody left to tell anything.
    if (error.code === "EPIPE") process.exit(ExitCode.done);
    process.exit(ExitCode.incomplete);
  });
  return {
    isTerminal: stream.isTTY === true,
    get columns() {
      return stream.isTTY ? stream.columns : undefined;
    },
    write: (text) => void stream.write(text),
  };
}

/** Says what went wrong, where that has not been said, and answers with the exit code. */
function report(error: unknown, talk: Stream): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.done : ExitCode.usage;
  if (error instanceof UsageError) {
    talk.write(`error: ${error.message}\n${error.hint === undefined ? "" : `(${error.hint})\n`}`);
    return ExitCode.usage;
  }
  if (error instanceof Interrupted) {
    talk.write("Interrupted: nothing was done.\n");
    return ExitCode.interrupted;
  }
  if (error instanceof Refusal || error instanceof NothingDone) {
    const { message, hint } = error;
    talk.write(`error: ${escapeForTerminal(message)}\n${hint === null ? "" : `(${escapeForTerminal(hint)})\n`}`);
    return exitCodeOf(error);
  }
  talk.write(`error: ${escapeForTerminal(error instanceof Error ? error.message : String(error))}\n`);
  return ExitCode.incomplete;
}
