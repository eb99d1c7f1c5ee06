import type { AbsolutePath } from "../model/path.ts";
import type { ItemOutcome } from "../model/run.ts";
import type { Host } from "../system/host.ts";
import type { MutatingCalls } from "../system/mutate/calls.ts";
import type { CopiesRecord, IntentRecord } from "./journal-records.ts";
import type { Guarantee, Removed } from "./removal/outcome.ts";
import type { Trash, TrashedItem } from "./trash/trash.ts";

/** One thing to do, and what is written down before it is done. */
export interface Task {
  readonly intent: IntentRecord;
  /**
   * The same with its lists of files, where `intent` has none: made anew at each call, for the lists of all tasks at once
   * would fill the memory.
   */
  readonly inFull?: () => IntentRecord;
  /** Asked when its turn comes, before anything is written down: false leaves it out, for enough has gone. */
  readonly isNeeded?: () => Promise<boolean>;
  /** The last look: why it must be left now, or null. */
  readonly check: () => string | null;
  /** What must be kept before it goes: lines that bring an environment's packages back. */
  readonly pins?: () => readonly string[] | null;
  /** Keeps a copy of what goes before it goes. A text says why none could be kept; then it stays. */
  readonly backUp?: () => Promise<KeptCopy | string>;
  readonly act: (tools: Tools) => Promise<Acted>;
}

/** A copy of what goes, in a directory that the user named. */
export interface KeptCopy {
  readonly directory: AbsolutePath;
  readonly files: number;
  readonly bytes: number;
}

/** What a task works with. */
export interface Tools {
  readonly host: Host;
  readonly trash: Trash;
  /** Writes down where a thing is going to lie. */
  readonly reserve: (item: TrashedItem) => void;
  /** Writes down what copies lie beside their files, and waits for the disk. Throws with a POSIX code. */
  readonly noteCopies: (copies: CopiesRecord["copies"]) => void;
  readonly onProgress: (removed: Removed) => void;
  /** Other calls than the system's. */
  readonly calls: MutatingCalls | undefined;
  /** Called where a crash would leave most to clear up; tests let one happen. */
  readonly onPoint: (point: string) => void;
}

export interface Acted {
  readonly result: ItemOutcome["result"];
  readonly reason: string | null;
  readonly hint?: string | null;
  readonly guarantee?: Guarantee;
  readonly trashed?: TrashedItem;
  /** How many files were linked, separated or moved. */
  readonly files?: number;
  /** What a program said, to be kept beside the journal. */
  readonly output?: string;
}

export const DONE: Acted = { result: "done", reason: null };
