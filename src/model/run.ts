import type { Bytes } from "./finding.ts";
import type { AbsolutePath } from "./path.ts";

/** `edit`: settings of the user's were changed. `move`: bytecode went to the one cache for all. */
export type RunKind = "clean" | "edit" | "undo" | "purge" | "dedupe" | "move";
/**
 * - `owner`: a tool cleans its own store with its own command
 * - `edit`: a piece of a text file is put in or taken out
 * - `link`: files of an environment become links; `separate` gives each its own copy again
 * - `move`: files go to another directory, or back
 */
export type Act = "trash" | "delete" | "restore" | "purge" | "owner" | "edit" | "link" | "separate" | "move";

/** What became of one item of a run. */
export interface ItemOutcome {
  /** Unique within the run. */
  readonly step: string;
  readonly act: Act;
  readonly path: AbsolutePath;
  readonly artifact: string;
  readonly project: AbsolutePath | null;
  readonly bytes: Bytes;
  /**
   * - `done`
   * - `skipped`: not touched
   * - `failed`: tried, and it is as it was
   * - `partial`: some of it went
   */
  readonly result: "done" | "skipped" | "failed" | "partial";
  /** How many files were linked, separated or moved, for the acts that do that. */
  readonly files?: number | undefined;
  /** A clause without a full stop; null when done. */
  readonly reason: string | null;
  /** What to do about it, or null. */
  readonly hint: string | null;
  /** `by path`: others could have changed the tree unnoticed, for the system offers no calls by handle. */
  readonly guarantee: "by handle" | "by path" | null;
}

/** What the filesystems gave back. */
export interface Freed {
  /** Measured by statfs, without what the run itself kept there; below zero when others wrote more meanwhile. */
  readonly bytes: number;
  /** What its copies take of that. */
  readonly copies: number;
  /** What its journal takes of that. */
  readonly journal: number;
  /** False when readings kept changing, so that the figure is unsure. */
  readonly isSettled: boolean;
}

/** What a run did. */
export interface RunReport {
  readonly run: string;
  readonly kind: RunKind;
  /** One for each item, in the order in which they were dealt with. */
  readonly outcomes: readonly ItemOutcome[];
  /** It was stopped: the items after that are not in `outcomes`. */
  readonly interrupted: boolean;
  /** Null when nothing was to be freed, or when it could not be measured. */
  readonly freed: Freed | null;
  /** Where the journal lies; null when it went to standard error. */
  readonly journal: AbsolutePath | null;
  /** What was not as usual. */
  readonly notices: readonly string[];
}

/** What happens while a run goes on. */
export type RunEvent =
  /** Before the start: nothing begins until somebody else has ended. */
  | { readonly type: "waiting"; readonly who: string }
  | { readonly type: "start"; readonly items: number; readonly bytes: number }
  | { readonly type: "item"; readonly path: AbsolutePath; readonly index: number }
  /** Bytes of this item so far. */
  | { readonly type: "removed"; readonly path: AbsolutePath; readonly bytes: number; readonly entries: number }
  | { readonly type: "outcome"; readonly outcome: ItemOutcome; readonly index: number }
  | { readonly type: "measuring" }
  | { readonly type: "notice"; readonly text: string };
