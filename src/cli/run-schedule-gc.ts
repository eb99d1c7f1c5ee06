import type { Rhythm } from "../model/schedule.ts";
import { centralPlace } from "../app/central-place.ts";
import { planSchedule } from "../app/schedule-gc.ts";
import { changeWhatWasShown } from "./change-settings.ts";
import type { ExitCode } from "./exit-code.ts";
import type { GcFlags } from "./run-bytecode-gc.ts";
import type { Session } from "./session.ts";
import { UsageError } from "./usage-error.ts";

/** Lets the system run `bytecode gc` again and again with these limits, or stops that. */
export async function runScheduleGc(session: Session, wanted: Rhythm | "off", flags: GcFlags): Promise<ExitCode> {
  if (flags.plan !== undefined || flags.pick !== undefined || flags.protection !== undefined) {
    throw new UsageError("'--schedule' goes with --older-than and --max-size, not with --plan, --pick or --protection");
  }
  if (wanted === "off" && (flags.olderThan !== undefined || flags.maxSize !== undefined)) {
    throw new UsageError("'--schedule off' takes no limits");
  }
  const planned = await planSchedule(session.host, wanted, wordsOf(flags));
  if ("why" in planned) throw new UsageError(planned.why, planned.hint);
  const { change, scheduler, afterwards } = planned;
  if (wanted !== "off" && !centralPlace(session.host).isThere) {
    session.terminal.talk.write("There is no cache for all bytecode yet: 'pyshed bytecode central --on' makes one.\n");
  }
  const question = wanted === "off" ? "Stop it?" : `Let ${scheduler} run that ${wanted}?`;
  const { exitCode, document } = await changeWhatWasShown(session, change, flags, { question, afterwards });
  if (flags.json) session.terminal.output.write(`${JSON.stringify(document, null, 2)}\n`);
  return exitCode;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** As the options take them. */
function wordsOf({ olderThan, maxSize }: GcFlags): string[] {
  const span = (ms: number): string => (ms % DAY_MS === 0 ? `${ms / DAY_MS}d` : `${Math.ceil(ms / MINUTE_MS)}m`);
  return [
    ...(olderThan === undefined ? [] : ["--older-than", span(olderThan)]),
    ...(maxSize === undefined ? [] : ["--max-size", String(maxSize)]),
  ];
}
