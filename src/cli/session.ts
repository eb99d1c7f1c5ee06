import type { Host } from "../app/this-host.ts";
import type { Threads } from "../app/threads.ts";
import type { ExitCode } from "./exit-code.ts";
import type { Keyboard, Terminal } from "./terminal.ts";

/** What one run of the program is given and what it leaves. */
export interface Session {
  readonly host: Host;
  /** Threads that were started before it was known what for: the first who asks gets them. */
  readonly takeThreads: () => Threads | undefined;
  readonly terminal: Terminal;
  /** Where answers come from. */
  readonly keyboard: Keyboard;
  /** Aborted by the first Ctrl-C. */
  readonly signal: AbortSignal;
  readonly version: string;
  /** Set by the command that ran. */
  exitCode: ExitCode;
}
