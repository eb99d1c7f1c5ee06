import type { AbsolutePath } from "../model/path.ts";
import { Refusal } from "../model/refusal.ts";
import { codeOf, statusOrNothing } from "../system/files.ts";
import type { Host } from "../system/host.ts";
import { createLog, isPrivate, makePrivateDirectory, openLog, type OwnLog } from "../system/own-files.ts";
import type { CopiesRecord, IntentRecord, JournalRecord, RunRecord } from "./journal-records.ts";
import { journalFile, journalPlaces, lockIn, runsIn, type JournalPlace } from "./journal-places.ts";
import { isAboutWriting, noJournal, planUsed } from "./journal-refusals.ts";
import { takeOnlyLock, type Lock, type OnWait } from "./lock.ts";
import { isRunKnown } from "./run-logs.ts";

/**
 * The journal: what a run intends is on the disk before it is done, what happened is written right after. From it undo
 * finds what went, and a run that was killed is finished by the next one. A file per run, one JSON object per line,
 * only ever added to.
 *
 * It guarantees that no step acts whose intent is not on the disk; one exception, said aloud: where nothing can be
 * written anywhere, what is deleted for good goes on with the journal on `say`. An outcome may get lost with the power;
 * then the next run looks at the place itself.
 */
export interface Journal {
  readonly run: string;
  /** Null: it goes to `say`. */
  readonly directory: AbsolutePath | null;
  /** Bytes that it takes on the disk. */
  allocated(): number;
  /** Puts on the disk what must be there before anything is done. Throws with a POSIX code when it can't be. */
  intend(records: Iterable<IntentRecord | CopiesRecord>): void;
  /** Adds to an intent. Throws like `intend`, but does not wait for the disk. */
  note(record: JournalRecord): void;
  /** Writes what happened. Never throws: what can't be written is said. */
  record(record: JournalRecord): void;
  /** Waits until all of it is on the disk. */
  flush(): void;
  /** Closes the file and lets the next pyshed in. */
  close(): void;
}

export interface JournalOptions {
  /** What cannot be undone may go on without the state directory. */
  readonly mayLieElsewhere: boolean;
  /** How long to wait for another pyshed. */
  readonly waitMs: number;
  readonly onWait: OnWait;
  /** Where lines go that can be written nowhere: standard error. */
  readonly say: (line: string) => void;
  /** Told about everything that is not as usual. */
  readonly onNotice: (notice: string) => void;
  /** Called with the lock held, before the run's own file is made. */
  readonly whenLocked: (place: JournalPlace) => Promise<void>;
}

/** Begins a run. Throws `Refusal`: `busy`, `no-journal`, or `plan-used` when there was a run of that name. */
export async function beginJournal(host: Host, run: RunRecord, options: JournalOptions): Promise<Journal> {
  const places = journalPlaces(host).filter(({ kind }) => kind === "state" || options.mayLieElsewhere);
  let trouble: unknown;
  for (const place of places) {
    try {
      return await beginAt(host, place, run, options);
    } catch (error) {
      if (error instanceof Refusal || !isAboutWriting(error)) throw error;
      trouble ??= error;
    }
  }
  if (!options.mayLieElsewhere) throw noJournal(places[0]!, run, trouble);
  options.onNotice("the journal could be written nowhere, so it goes to standard error");
  return journalWithout(run, options.say);
}

async function beginAt(host: Host, place: JournalPlace, run: RunRecord, options: JournalOptions): Promise<Journal> {
  const runs = runsIn(place);
  makePrivateDirectory(place.directory, host.userId);
  makePrivateDirectory(runs, host.userId);
  const others = journalPlaces(host).filter(
    ({ directory }) => directory !== place.directory && isPrivate(directory, host.userId),
  );
  const lock = await takeOnlyLock(host, lockIn(place), others.map(lockIn), options.waitMs, options.onWait);
  try {
    await options.whenLocked(place);
    if (isRunKnown(host, run.run)) throw planUsed(run.run);
    const log = newLog(journalFile(runs, run.run), run.run);
    const journal = journalOn(log, lock, run.run, runs, options);
    log.append(lineOf(run));
    log.sync();
    if (place.kind !== "state") {
      options.onNotice(
        `the state directory cannot be written to, so the journal lies in ${runs} until the next restart`,
      );
    }
    return journal;
  } catch (error) {
    lock.release();
    throw error;
  }
}

function newLog(path: AbsolutePath, run: string): OwnLog {
  try {
    return createLog(path);
  } catch (error) {
    if (codeOf(error) === "EEXIST") throw planUsed(run);
    throw error;
  }
}

function journalOn(log: OwnLog, lock: Lock, run: string, directory: AbsolutePath, options: JournalOptions): Journal {
  const writer = lineWriter(log);
  let isBroken = false;
  const spill = (error: unknown, records: Iterable<JournalRecord>): void => {
    if (!isBroken)
      options.onNotice(
        `the journal cannot be written to any more (${codeOf(error)}): the rest of it goes to standard error`,
      );
    isBroken = true;
    for (const record of records) options.say(lineOf(record).trimEnd());
  };
  return {
    run,
    directory,
    allocated: () => statusOrNothing(journalFile(directory, run))?.allocated ?? 0,
    intend(records) {
      if (isBroken && options.mayLieElsewhere) return spill(null, records);
      try {
        writer.append(records);
        log.sync();
      } catch (error) {
        if (!options.mayLieElsewhere) throw error;
        spill(error, records);
      }
    },
    note(record) {
      if (isBroken && options.mayLieElsewhere) return spill(null, [record]);
      writer.append([record]);
    },
    record(record) {
      try {
        writer.append([record]);
      } catch (error) {
        spill(error, [record]);
      }
    },
    flush() {
      try {
        log.sync();
      } catch (error) {
        spill(error, []);
      }
    },
    close() {
      log.close();
      lock.release();
    },
  };
}

function journalWithout(run: RunRecord, say: (line: string) => void): Journal {
  const sayAll = (records: Iterable<JournalRecord>): void => {
    for (const record of records) say(lineOf(record).trimEnd());
  };
  sayAll([run]);
  return {
    run: run.run,
    directory: null,
    allocated: () => 0,
    intend: sayAll,
    note: (record) => sayAll([record]),
    record: (record) => sayAll([record]),
    flush: () => {},
    close: () => {},
  };
}

/** Adds lines to a journal that an earlier run left behind. */
export function appendTo(file: AbsolutePath, records: readonly JournalRecord[]): void {
  const log = openLog(file);
  try {
    // Its last line may be torn: ours begin on a line of their own.
    log.append(`\n${records.map(lineOf).join("")}`);
    log.sync();
  } finally {
    log.close();
  }
}

/** Lines are written together until they are as long as this, in UTF-16 units. */
const PIECE = 256 * 1024;

/** A line that could be written only in part is ended before the next one. */
function lineWriter(log: OwnLog): { append(records: Iterable<JournalRecord>): void } {
  let isTorn = false;
  const write = (lines: string): void => {
    const text = (isTorn ? "\n" : "") + lines;
    isTorn = true;
    log.append(text);
    isTorn = false;
  };
  return {
    append(records) {
      let lines = "";
      for (const record of records) {
        lines += lineOf(record);
        if (lines.length < PIECE) continue;
        write(lines);
        lines = "";
      }
      if (lines !== "") write(lines);
    },
  };
}

function lineOf(record: JournalRecord): string {
  return `${JSON.stringify(record)}\n`;
}
