import { join, type AbsolutePath } from "../model/path.ts";
import { list, read } from "../system/files.ts";
import type { Host } from "../system/host.ts";
import { machineOf } from "../system/machine.ts";
import { isPrivateFile } from "../system/own-files.ts";
import type {
  EndRecord,
  IntentRecord,
  OutcomeRecord,
  PinsRecord,
  ReservedRecord,
  RunRecord,
} from "./journal-records.ts";
import { asideName, isTrusted, journalPlaces, runsIn, type JournalPlace } from "./journal-places.ts";
import { parseRecord } from "./parse-record.ts";

/** A journal as it was read. */
export interface RunLog {
  readonly file: AbsolutePath;
  readonly run: RunRecord;
  readonly intents: readonly IntentRecord[];
  /** By step, as in `outcomes`. */
  readonly reserved: ReadonlyMap<string, ReservedRecord>;
  readonly pins: ReadonlyMap<string, PinsRecord>;
  /** By step. The last one counts. */
  readonly outcomes: ReadonlyMap<string, OutcomeRecord>;
  readonly end: EndRecord | null;
  /** Lines that could not be read. */
  readonly damaged: number;
}

const LONGEST_JOURNAL = 1024 * 1024 * 1024;

/**
 * Every run of this user on this machine, the oldest first. Only directories and files that nobody else can write to
 * are believed; a journal whose first line cannot be read says nothing and is left out.
 */
export function readRuns(host: Host): RunLog[] {
  const machine = machineOf(host);
  const logs = journalPlaces(host).flatMap((place) => readPlace(host, place));
  return logs.filter(({ run }) => run.machine === machine).sort((a, b) => (order(a) < order(b) ? -1 : 1));
}

function readPlace({ userId }: Host, place: JournalPlace): RunLog[] {
  if (!isTrusted(place, userId)) return [];
  const runs = runsIn(place);
  return list(runs).flatMap((name) => {
    const file = join(runs, name);
    const log = name.endsWith(".ndjson") && isPrivateFile(file, userId) ? readRun(file) : undefined;
    return log ? [log] : [];
  });
}

/** One journal; undefined when it does not begin as one. */
export function readRun(file: AbsolutePath): RunLog | undefined {
  let run: RunRecord | undefined;
  let end: EndRecord | null = null;
  let damaged = 0;
  const intents: IntentRecord[] = [];
  const outcomes = new Map<string, OutcomeRecord>();
  const pins = new Map<string, PinsRecord>();
  const reserved = new Map<string, ReservedRecord>();
  for (const line of linesOf(file)) {
    const record = parseRecord(line);
    if (record?.type === "run") run ??= record;
    else if (record?.type === "intent") {
      if (run && isOurs(run, record)) intents.push(record);
      else damaged++;
    } else if (record?.type === "reserved") reserved.set(record.step, record);
    else if (record?.type === "pins") pins.set(record.step, record);
    else if (record?.type === "outcome") outcomes.set(record.step, record);
    else if (record?.type === "end") end = record;
    else if (record === undefined) damaged++;
  }
  return run && { file, run, intents, reserved, pins, outcomes, end, damaged };
}

/** Only the name that this step itself would have given. */
function isOurs({ run }: RunRecord, { aside, step }: IntentRecord): boolean {
  return aside === null || aside === asideName(run, step);
}

function linesOf(file: AbsolutePath): string[] {
  try {
    return read(file, LONGEST_JOURNAL)
      .toString("utf8")
      .split("\n")
      .filter((line) => line !== "");
  } catch {
    // It is gone or can't be read: nothing is known of that run, and nothing is done about it.
    return [];
  }
}

function order({ run }: RunLog): string {
  return `${run.at} ${run.run}`;
}
