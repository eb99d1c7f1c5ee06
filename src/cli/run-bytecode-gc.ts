import type { Command } from "commander";
import { centralPlace, realCentral } from "../app/central-place.ts";
import type { Rhythm } from "../model/schedule.ts";
import { escapeForTerminal } from "../report/escape.ts";
import type { ShowOrCleanFlags } from "./cleaning-options.ts";
import { ExitCode } from "./exit-code.ts";
import { refuseInherited } from "./refuse-inherited.ts";
import { runClean } from "./run-clean.ts";
import { runScheduleGc } from "./run-schedule-gc.ts";
import type { Session } from "./session.ts";

export interface GcFlags extends ShowOrCleanFlags {
  /** Milliseconds. */
  readonly olderThan?: number;
  readonly maxSize?: number;
  readonly schedule?: Rhythm | "off";
}

/** Takes from the one cache for all what it can do without. */
export async function runBytecodeGc(session: Session, command: Command, flags: GcFlags): Promise<ExitCode> {
  const place = centralPlace(session.host);
  refuseInherited(
    "gc",
    flags,
    ["clean", "stale", "gitignore", "top", "depth"],
    "it takes what nothing can use by itself",
  );
  if (flags.schedule !== undefined) return runScheduleGc(session, flags.schedule, flags);
  if (!place.isThere) {
    session.terminal.talk.write(
      `There is no cache for all bytecode at ${escapeForTerminal(place.path)}; nothing was done.\n`,
    );
    return ExitCode.done;
  }
  const limits = { olderThanMs: flags.olderThan ?? null, maxBytes: flags.maxSize ?? null };
  const mode = { isChoosing: false, bytecode: "gc", limits } as const;
  return (await runClean(session, command, [realCentral(place)], flags, mode)).exitCode;
}
