import { join, type AbsolutePath } from "../model/path.ts";
import { list, readPart } from "../system/files.ts";
import type { Host } from "../system/host.ts";
import { linesOf, type LinePlace } from "../system/lines.ts";
import { machineOf } from "../system/machine.ts";
import { isPrivateFile } from "../system/own-files.ts";
import { isRunning } from "../system/own-process.ts";
import type {
  EndRecord,
  IntentRecord,
  JournalRecord,
  OutcomeRecord,
  PinsRecord,
  ReservedRecord,
  RunRecord,
} from "./journal-records.ts";
import { asideName, isTrusted, journalPlaces, runsIn } from "./journal-places.ts";
import { parseRecord } from "./parse-record.ts";

/** A journal as it was read. */
export interface RunLog {
  readonly file: AbsolutePath;
  readonly run: RunRecord;
  /** Without their lists of files, which would fill the memory: see `inFullOf`. */
  readonly intents: readonly IntentRecord[];
  /** By step, of those that have a list of files. */
  readonly linesWithFiles: ReadonlyMap<string, LinePlace>;
  /** By step: see `copiesOf`. */
  readonly linesWithCopies: ReadonlyMap<string, LinePlace>;
  /** By step, as in `outcomes`. */
  readonly reserved: ReadonlyMap<string, ReservedRecord>;
  readonly pins: ReadonlyMap<string, PinsRecord>;
  /** By step. The last one counts. */
  readonly outcomes: ReadonlyMap<string, OutcomeRecord>;
  readonly end: EndRecord | null;
  /** Lines that could not be read. */
  readonly damaged: number;
}

/** More than the last line of a journal with an end is long; bytes. */
const LONGEST_END = 1024;

/**
 * Every run of this user on this machine, the oldest first. Only directories and files that nobody else can write to
 * are believed; a journal whose first line cannot be read says nothing and is left out.
 */
export function readRuns(host: Host): RunLog[] {
  const machine = machineOf(host);
  const logs = journalsOf(host).flatMap((file) => readRun(file) ?? []);
  return logs.filter(({ run }) => run.machine === machine).sort(oldestFirst);
}

/** Those of `readRuns` that have no end and whose process is gone. Of the others little more than the end is read. */
export function runsCutShort(host: Host): RunLog[] {
  const machine = machineOf(host);
  return journalsOf(host)
    .filter((file) => {
      const run = hasEnd(file) ? undefined : headOf(file);
      return run?.machine === machine && isRunning(host, run.process) === "no";
    })
    .flatMap((file) => readRun(file) ?? [])
    .filter(({ end }) => end === null)
    .sort(oldestFirst);
}

/** Is there a run of that name among those of `readRuns`? Reads no more than their heads. */
export function isRunKnown(host: Host, name: string): boolean {
  const machine = machineOf(host);
  return journalsOf(host).some((file) => {
    const run = headOf(file);
    return run?.run === name && run.machine === machine;
  });
}

function journalsOf(host: Host): AbsolutePath[] {
  return journalPlaces(host).flatMap((place) => {
    if (!isTrusted(place, host.userId)) return [];
    const runs = runsIn(place);
    return list(runs).flatMap((name) => {
      const file = join(runs, name);
      return name.endsWith(".ndjson") && isPrivateFile(file, host.userId) ? [file] : [];
    });
  });
}

/** False also where it cannot be told: then the whole of it is read. */
function hasEnd(file: AbsolutePath): boolean {
  try {
    const last = readPart(file, -LONGEST_END, LONGEST_END).toString("utf8").trimEnd();
    return parseRecord(last.slice(last.lastIndexOf("\n") + 1))?.type === "end";
  } catch {
    // It is gone or can't be read, as whoever reads the whole of it will find.
    return false;
  }
}

function headOf(file: AbsolutePath): RunRecord | undefined {
  try {
    for (const { text } of linesOf(file)) {
      const record = parseRecord(text);
      if (record?.type === "run") return record;
    }
  } catch {
    // As in `readRun`.
  }
  return undefined;
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
  const linesWithFiles = new Map<string, LinePlace>();
  const linesWithCopies = new Map<string, LinePlace>();
  try {
    for (const { text, start, length } of linesOf(file)) {
      if (text === "") continue;
      const record = parseRecord(text);
      if (record?.type === "run") run ??= record;
      else if (record?.type === "intent") {
        if (!run || !isOurs(run, record)) damaged++;
        else {
          const { links, moves, ...intent } = record;
          if (links || moves) linesWithFiles.set(intent.step, { start, length });
          intents.push(intent);
        }
      } else if (record?.type === "reserved") reserved.set(record.step, record);
      else if (record?.type === "copies") linesWithCopies.set(record.step, { start, length });
      else if (record?.type === "pins") pins.set(record.step, record);
      else if (record?.type === "outcome") outcomes.set(record.step, record);
      else if (record?.type === "end") end = record;
      else if (record === undefined) damaged++;
    }
  } catch {
    // It is gone or can't be read: nothing is known of that run, and nothing is done about it.
    return undefined;
  }
  return run && { file, run, intents, linesWithFiles, linesWithCopies, reserved, pins, outcomes, end, damaged };
}

/** An intent with its lists of files, read from its journal once more; without them where they can't be read any more. */
export function inFullOf({ file, run, linesWithFiles }: RunLog, intent: IntentRecord): IntentRecord {
  const record = recordAt(file, linesWithFiles.get(intent.step));
  // Whoever needs the lists says that they are missing.
  return record?.type === "intent" && record.step === intent.step && isOurs(run, record) ? record : intent;
}

/** The inodes of the copies that a step had made, by the place of their files in its list; empty before all were made. */
export function copiesOf({ file, linesWithCopies }: RunLog, { step }: IntentRecord): ReadonlyMap<number, string> {
  const record = recordAt(file, linesWithCopies.get(step));
  return new Map(record?.type === "copies" && record.step === step ? record.copies : []);
}

function recordAt(file: AbsolutePath, place: LinePlace | undefined): JournalRecord | undefined {
  if (!place) return undefined;
  try {
    return parseRecord(readPart(file, place.start, place.length).toString("utf8"));
  } catch {
    // It is gone or can't be read any more.
    return undefined;
  }
}

/** Only the name that this step itself would have given. */
function isOurs({ run }: RunRecord, { aside, step }: IntentRecord): boolean {
  return aside === null || aside === asideName(run, step);
}

function oldestFirst(a: RunLog, b: RunLog): number {
  return order(a) < order(b) ? -1 : 1;
}

function order({ run }: RunLog): string {
  return `${run.at} ${run.run}`;
}
