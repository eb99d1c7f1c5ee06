import type { Bytes } from "./finding.ts";
import type { AbsolutePath } from "./path.ts";
import type { Act, RunKind } from "./run.ts";

/** Where an item of a run is now. */
export type Whereabouts =
  /** In the trash, to be brought back or purged. */
  | "in trash"
  /** In its place: brought back by undo, or by other means. */
  | "restored"
  /** Purged by pyshed in part: the rest lies in the trash, and can only be purged. */
  | "partly purged"
  /** Purged by pyshed. */
  | "purged"
  /** Deleted for good. */
  | "deleted"
  /** Changed as it was to be. */
  | "changed"
  /** Its files are links to others with the same content. */
  | "linked"
  /** Its files have copies of their own again. */
  | "separated"
  /** It lies in another directory. */
  | "moved"
  /** It was to go and did not: it was left where it was. */
  | "left"
  /** Neither in the trash nor in its place: somebody else emptied the trash, say. */
  | "vanished"
  /** The run was cut short, or what could tell cannot be read now. */
  | "unknown";

export interface HistoryItem {
  /** `RUN/STEP`: what `undo` and `purge` take. */
  readonly id: string;
  readonly act: Act;
  readonly path: AbsolutePath;
  readonly artifact: string;
  readonly project: AbsolutePath | null;
  readonly bytes: Bytes;
  readonly where: Whereabouts;
  /** Why it was left or could not be done, or null. */
  readonly reason: string | null;
  /** The file with the list that brings an environment's packages back, or null. */
  readonly pins: AbsolutePath | null;
}

export interface HistoryRun {
  readonly run: string;
  readonly kind: RunKind;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly endedAt: number | null;
  /** It was stopped, or killed. */
  readonly interrupted: boolean;
  /** Measured, in bytes; null when nothing was measured. */
  readonly freed: number | null;
  readonly items: readonly HistoryItem[];
  /** The journal's file. */
  readonly journal: AbsolutePath;
  /** Lines of it that could not be read. */
  readonly damaged: number;
}

/** What undo or purge would do, before it does it. */
export interface Selection {
  readonly items: readonly HistoryItem[];
  /** Sum over the items as they were measured when they went, in bytes. */
  readonly bytes: Bytes;
}
