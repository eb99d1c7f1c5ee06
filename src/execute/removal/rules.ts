import type { Frame } from "./frames.ts";

/** What holds for every step of one removal. */
export interface RemovalRules {
  readonly device: number;
  readonly mountId: number;
  /** The filesystem gives the same inode in a listing as in a status. */
  readonly trustsListedInodes: boolean;
  /** Whose directories may be made writable for it. */
  readonly userId: number;
  readonly countBytes: boolean;
}

/** How several threads share one tree. */
export interface Sharing {
  isStopped(): boolean;
  /** Gives a directory, with those above it, to whoever is idle. False when nobody is: go on alone. */
  offer(above: readonly Frame[], child: Frame): boolean;
  /** This thread is done with a directory that is in the table: the last one to leave removes it. */
  leave(frame: Frame): void;
}

/** How many directories of a descent stay open. */
export const HANDLES = 32;
/** How often a directory is listed again because something is still in it. */
export const PASSES = 64;
