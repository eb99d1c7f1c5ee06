import { join, type AbsolutePath } from "../../model/path.ts";
import type { MutatingCalls } from "../../system/mutate/calls.ts";
import type { RemovalOptions } from "../remove-tree.ts";
import type { Expectation, RemovalOutcome, Target } from "../removal/outcome.ts";

/** A place to keep what was removed until it is purged. One for each kind of system. */
export interface Trash {
  /** What people call it: `the trash`. */
  readonly title: string;
  /** Moves a planned thing into the trash by one rename, on its own filesystem. Never copies. */
  trashItem(target: Target, expected: Expectation, options?: TrashOptions): TrashOutcome;
  /** Moves it back to where it was, and replaces nothing there. */
  restoreItem(item: TrashedItem, options?: { readonly calls?: MutatingCalls }): RestoreOutcome;
  /** Removes it for good, if it still is what was put there. */
  purgeItem(item: TrashedItem, options?: RemovalOptions): Promise<RemovalOutcome>;
  /** What is there now under an item's name. */
  stateOf(item: TrashedItem): ItemState;
}

export interface TrashOptions {
  /**
   * Called when the item's name in the trash is reserved and nothing has moved yet: the moment to write down where it
   * will lie. When it throws, the reservation is undone and the error goes on.
   */
  readonly beforeMove?: (item: TrashedItem) => void;
  /** False leaves waiting for the disk to the caller (`syncFileSystem` after many items). */
  readonly sync?: boolean;
  /** Other calls than the system's: where tests let things happen in between. */
  readonly calls?: MutatingCalls;
}

/** What must be remembered of a trashed thing, to find it again. Plain JSON. */
export interface TrashedItem {
  /** The trash directory that holds it. */
  readonly trashDirectory: AbsolutePath;
  /** Its name in there. */
  readonly name: string;
  readonly originalPath: AbsolutePath;
  readonly device: number;
  /** Decimal: an inode may be larger than JSON's numbers. */
  readonly inode: string;
  readonly kind: Expectation["kind"];
  /** Milliseconds since the epoch. */
  readonly trashedAt: number;
  /** Nanoseconds since the epoch, decimal: its own time when it had been moved. Inode numbers are given again. */
  readonly modified?: string | undefined;
}

export type TrashOutcome =
  | { readonly status: "done"; readonly item: TrashedItem }
  /** Not what was planned: it was not touched, or it was put back. */
  | { readonly status: "skipped"; readonly reason: string }
  /** Nothing was moved. `hint` says what to do. */
  | { readonly status: "failed"; readonly reason: string; readonly code: string; readonly hint: string | null }
  /** Something else had taken its place at the last moment and could not be put back: it is in the trash. */
  | { readonly status: "misplaced"; readonly reason: string; readonly item: TrashedItem };

export type RestoreOutcome =
  | { readonly status: "done" }
  | { readonly status: "skipped"; readonly reason: string }
  | { readonly status: "failed"; readonly reason: string; readonly code: string };

export type ItemState =
  /** It is in the trash. */
  | "in trash"
  /** It lies where it came from. */
  | "in place"
  /** In neither place, or something else has its name. */
  | "gone"
  /** It could not be looked at. */
  | "unknown";

export const ONLY_PERMANENT = "remove it with --permanent, which needs no trash";

/** What to do where there can be no trash; nothing helps where nothing can be written at all. */
export function hintWithoutTrash(code: string): string | null {
  return code === "EROFS" ? null : ONLY_PERMANENT;
}

/** Where an item lies in a FreeDesktop trash. */
export function placeInTrash(item: Pick<TrashedItem, "trashDirectory" | "name">): AbsolutePath {
  return join(join(item.trashDirectory, "files"), item.name);
}
