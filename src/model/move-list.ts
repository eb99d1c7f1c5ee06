import type { AbsolutePath } from "./path.ts";

/** A file that moves and keeps its name: name, inode, modification time in nanoseconds (decimal both), size in bytes. */
export type MovedFile = readonly [name: string, inode: string, modified: string, size: number];

/** Files of one directory that move to another one. */
export interface MoveList {
  readonly from: MoveSide;
  readonly to: MoveSide;
  /** That of `from` when the list was made; decimal. */
  readonly device: string;
  readonly files: readonly MovedFile[];
}

export interface MoveSide {
  readonly directory: AbsolutePath;
  /** The directory or one above it: what lies below this goes when the move leaves it empty. */
  readonly stays: AbsolutePath;
  /** Permissions of the directory where it has to be made again; null leaves them to the system. */
  readonly mode: number | null;
}
