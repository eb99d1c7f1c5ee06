import * as v from "valibot";
import type { Bytes } from "../model/finding.ts";
import type { LinkList } from "../model/link-step.ts";
import type { MoveList } from "../model/move-list.ts";
import { isPlain, type AbsolutePath } from "../model/path.ts";
import type { Identity } from "../model/plan.ts";
import type { Act, ItemOutcome, RunKind } from "../model/run.ts";
import type { TextEdit } from "../model/text-edit.ts";
import { SAFETIES, type Safety } from "../model/safety.ts";
import type { ProcessMark } from "../system/own-process.ts";
import { isEntryName } from "./removal/identity.ts";
import type { TrashedItem } from "./trash/trash.ts";

/** One line each in a journal file: what was intended and what happened. Times are ISO 8601. */
export type JournalRecord =
  | RunRecord
  | IntentRecord
  | PinsRecord
  | BackupRecord
  | ReservedRecord
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

/** One line of a journal; undefined when it is torn or not ours. */
export function parseRecord(line: string): JournalRecord | undefined {
  try {
    const parsed = v.safeParse(record, JSON.parse(line));
    return parsed.success ? parsed.output : undefined;
  } catch {
    // Not JSON: a line that was cut short.
    return undefined;
  }
}

const path = v.pipe(
  v.string(),
  v.check(isPlain),
  v.transform((text) => text as AbsolutePath),
);
const count = v.pipe(v.number(), v.minValue(0));
const bytes = v.object({ apparent: count, allocated: count, frees: count, freesUpTo: count });
const decimal = v.pipe(v.string(), v.regex(/^-?\d{1,20}$/));

const entryName = v.pipe(v.string(), v.check(isEntryName));

const trashedItem = v.object({
  trashDirectory: path,
  name: entryName,
  originalPath: path,
  device: v.number(),
  inode: decimal,
  kind: v.picklist(["file", "directory", "link", "other"]),
  trashedAt: v.number(),
  modified: v.optional(decimal),
});

const textEdit = v.object({
  kind: v.picklist(["insert", "cut", "replace"]),
  text: v.string(),
  was: v.optional(v.string()),
  at: v.nullable(count),
  isWholeFile: v.boolean(),
});

/** Below the environment that the step is about, wherever the journal's text came from. */
const below = v.pipe(
  v.string(),
  v.check((text) => isPlain(`/${text}`)),
);

const links = v.object({
  means: v.picklist(["shared extents", "hard links"]),
  device: decimal,
  roots: v.array(path),
  leaders: v.array(v.tuple([count, v.union([v.literal(""), below]), decimal, decimal])),
  files: v.array(v.tuple([below, decimal, decimal, count])),
});

const side = v.object({ directory: path, stays: path, mode: v.nullable(v.pipe(count, v.maxValue(0o7777))) });
const moves = v.object({
  from: side,
  to: side,
  device: decimal,
  files: v.array(v.tuple([entryName, decimal, decimal, count])),
});

const record = v.variant("type", [
  v.object({
    type: v.literal("run"),
    schema: v.literal("pyshed.journal/1"),
    run: v.string(),
    kind: v.picklist(["clean", "edit", "undo", "purge", "dedupe", "move"]),
    at: v.string(),
    machine: v.string(),
    process: v.object({ pid: v.number(), start: v.nullable(v.string()), space: v.nullable(v.string()) }),
    items: count,
    forecast: bytes,
    later: bytes,
    partOf: v.optional(v.nullable(v.string()), null),
  }),
  v.object({
    type: v.literal("intent"),
    step: v.string(),
    at: v.string(),
    act: v.picklist(["trash", "delete", "restore", "purge", "owner", "edit", "link", "separate", "move"]),
    path,
    identity: v.object({
      device: decimal,
      inode: decimal,
      type: v.picklist(["file", "directory"]),
      modified: decimal,
    }),
    artifact: v.string(),
    project: v.nullable(path),
    safety: v.picklist(SAFETIES),
    bytes,
    aside: v.nullable(entryName),
    emptied: v.optional(path),
    origin: v.nullable(v.object({ run: v.string(), step: v.string(), item: trashedItem })),
    edit: v.optional(
      v.object({
        done: textEdit,
        back: textEdit,
        undoes: v.nullable(v.string()),
        by: v.optional(v.literal("crontab")),
      }),
    ),
    links: v.optional(links),
    moves: v.optional(moves),
    undoes: v.optional(v.object({ run: v.string(), step: v.string() })),
  }),
  v.object({ type: v.literal("reserved"), step: v.string(), item: trashedItem }),
  v.object({
    type: v.literal("pins"),
    step: v.string(),
    file: v.nullable(path),
    lines: v.nullable(v.array(v.string())),
  }),
  v.object({ type: v.literal("backup"), step: v.string(), directory: path, files: count, bytes: count }),
  v.object({
    type: v.literal("outcome"),
    step: v.string(),
    at: v.string(),
    result: v.picklist(["done", "skipped", "failed", "partial"]),
    reason: v.nullable(v.string()),
    trashed: v.nullable(trashedItem),
    recovered: v.boolean(),
  }),
  v.object({
    type: v.literal("end"),
    at: v.string(),
    interrupted: v.boolean(),
    freed: v.nullable(v.number()),
    recovered: v.boolean(),
  }),
]);
