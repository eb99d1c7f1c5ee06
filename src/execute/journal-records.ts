import type { Bytes } from "../model/finding.ts";
import type { LinkList } from "../model/link-step.ts";
import type { MoveList } from "../model/move-list.ts";
import type { AbsolutePath } from "../model/path.ts";
import type { Identity } from "../model/plan.ts";
import type { Act, ItemOutcome, RunKind } from "../model/run.ts";
import type { TextEdit } from "../model/text-edit.ts";
import type { Safety } from "../model/safety.ts";
import type { ProcessMark } from "../system/own-process.ts";
import type { TrashedItem } from "./trash/trash.ts";

/** One line each in a journal file: what was intended and what happened. Times are ISO 8601. */
export type JournalRecord =
  | RunRecord
  | IntentRecord
  | PinsRecord
  | BackupRecord
  | ReservedRecord
  | CopiesRecord
  | OutcomeRecord
  | EndRecord;

/** The first line. */
export interface RunRecord {
  readonly type: "run";
  readonly schema: "pyshed.journal/1";
  readonly run: string;
  readonly kind: RunKind;
  readonly at: string;
  readonly machine: string;
  readonly process: ProcessMark;
  readonly items: number;
  /** What was promised to be free at once, and after a purge. */
  readonly forecast: Bytes;
  readonly later: Bytes;
  /** What one command did in several runs has one name here; null for a run of its own. */
  readonly partOf: string | null;
}

/** Written and on the disk before anything is done. */
export interface IntentRecord {
  readonly type: "intent";
  readonly step: string;
  readonly at: string;
  readonly act: Act;
  /** Where it lies or is to lie, for `restore`; where it once lay, for `purge`. */
  readonly path: AbsolutePath;
  readonly identity: Identity;
  readonly artifact: string;
  readonly project: AbsolutePath | null;
  readonly safety: Safety;
  readonly bytes: Bytes;
  /** The name beside it that a thing takes while it is deleted, or null. */
  readonly aside: string | null;
  /** Directories below this one that are left empty go with it; `restore` makes them again. */
  readonly emptied?: AbsolutePath | undefined;
  /** What `restore` and `purge` are about, or null. */
  readonly origin: Origin | null;
  /** For `edit`: what is done, what takes it back, and whose undoing it is (`RUN/STEP`). */
  readonly edit?: EditRecord | undefined;
  /** What `link` and `separate` are about. */
  readonly links?: LinkList | undefined;
  /** What `move` is about. */
  readonly moves?: MoveList | undefined;
  /** The step that `separate`, or a `move` back, undoes. */
  readonly undoes?: { readonly run: string; readonly step: string } | undefined;
}

export interface EditRecord {
  readonly done: TextEdit;
  readonly back: TextEdit;
  readonly undoes: string | null;
  /** The program that keeps the text, where it is in no file of the user's; `path` is the program then. */
  readonly by?: "crontab" | undefined;
}

/** An item that an earlier run put in the trash. */
export interface Origin {
  readonly run: string;
  readonly step: string;
  readonly item: TrashedItem;
}

/** Where a thing is going to lie in the trash: written when its name there is taken, before it moves. */
export interface ReservedRecord {
  readonly type: "reserved";
  readonly step: string;
  readonly item: TrashedItem;
}

/** The copies that a `separate` has made: written when all lie beside their files, before the first takes a place. */
export interface CopiesRecord {
  readonly type: "copies";
  readonly step: string;
  /** The place of each in the intent's list of files, and its inode: decimal. */
  readonly copies: readonly (readonly [number, string])[];
}

/** What brings an environment's packages back: a file beside the journal, or the lines where none could be made. */
export interface PinsRecord {
  readonly type: "pins";
  readonly step: string;
  readonly file: AbsolutePath | null;
  readonly lines: readonly string[] | null;
}

/** A verified copy of what is about to go, below a directory that the user named. */
export interface BackupRecord {
  readonly type: "backup";
  readonly step: string;
  readonly directory: AbsolutePath;
  readonly files: number;
  readonly bytes: number;
}

export interface OutcomeRecord {
  readonly type: "outcome";
  readonly step: string;
  readonly at: string;
  readonly result: ItemOutcome["result"];
  readonly reason: string | null;
  /** Where a trashed thing lies now. */
  readonly trashed: TrashedItem | null;
  /** Found out by a later run, because this one was cut short. */
  readonly recovered: boolean;
}

/** The last line. A journal without one was cut short. */
export interface EndRecord {
  readonly type: "end";
  readonly at: string;
  readonly interrupted: boolean;
  /** Measured, in bytes; null when nothing was measured. */
  readonly freed: number | null;
  readonly recovered: boolean;
}
