import type { Problem } from "../model/finding.ts";
import type { AbsolutePath } from "../model/path.ts";

/** A package as a table of files knows it. */
export interface TablePackage {
  readonly name: string;
  readonly version: string;
  /** See `StatedPackage`: its files must not look younger than this. */
  readonly installedBy: number;
  /** Why its files are never linked, or null. */
  readonly leftOut: string | null;
}

/** Who may do what with a file; the mode as `st_mode`, user and group ids. */
export interface Access {
  readonly mode: number;
  readonly owner: number;
  readonly group: number;
}

/** What kind of file it is, for the question whether it may be linked. */
export const STATED = 1;
export const UNSTATED = 2;
export const BYTECODE = 4;
/** A program may write to it in place: never the same inode as another. */
export const WRITTEN_IN_PLACE = 8;

/** Something of it (content, mode, attributes …) was changed after its package's list was written. */
export const TOUCHED = 16;

/**
 * One environment, or uv's store of unpacked wheels, as it was looked through. Links, empty files and what lies on
 * another filesystem are not among its files.
 */
export interface FileTable {
  readonly root: AbsolutePath;
  readonly kind: "environment" | "uv-cache";
  readonly device: number;
  readonly packages: readonly TablePackage[];
  readonly accesses: readonly Access[];
  readonly problems: readonly Problem[];
  /** All regular files that were looked at and their bytes on disk, empty ones included; inodes count once a link. */
  readonly allFiles: number;
  readonly allAllocated: number;
}
