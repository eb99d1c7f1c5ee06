import type { Problem } from "./finding.ts";
import type { AbsolutePath } from "./path.ts";

/** How two files with the same content can be made to take their bytes once. */
export type LinkMeans =
  /** They go on as two files that share blocks until one is written to. */
  | "shared extents"
  /** They become two names of one file. */
  | "hard links";

/** Bytes on disk of files whose content is there more than once; the first of each content does not count. */
export interface Sameness {
  /** All of them: what would be saved if each content were there once. */
  readonly same: number;
  /** Of that, what takes no room of its own already. */
  readonly shared: number;
  /** Of that, what linking gives back. */
  readonly gain: number;
  /** Larger than `gain` only where the filesystem doesn't say what is shared. */
  readonly gainUpTo: number;
}

/** One environment that was looked at. Bytes on disk. */
export interface EnvironmentSameness {
  readonly path: AbsolutePath;
  readonly files: number;
  readonly allocated: number;
  /** Of its files that have a twin anywhere among what was looked at: bytes, and of those what is shared already. */
  readonly same: number;
  readonly shared: number;
  readonly gain: number;
  readonly gainUpTo: number;
  readonly leftOut: readonly LeftOutPackage[];
}

export interface LeftOutPackage {
  readonly name: string;
  readonly version: string;
  readonly reason: string;
}

export interface PackageSameness extends Sameness {
  readonly name: string;
  /** In how many environments it has a file that is the same elsewhere. */
  readonly environments: number;
}

/** Bytes on disk that two environments have in common, and of those what they share. */
export interface PairSameness {
  readonly first: AbsolutePath;
  readonly second: AbsolutePath;
  readonly same: number;
  readonly shared: number;
}

/** A filesystem with environments on it. */
export interface LinkFileSystem {
  readonly path: AbsolutePath;
  /** `ext4`, `btrfs` …; null where nobody can say. */
  readonly type: string | null;
  /** Null: nothing can be linked there. */
  readonly means: LinkMeans | null;
  /** Why not, or null. */
  readonly reason: string | null;
}

export interface Duplicates {
  readonly roots: readonly AbsolutePath[];
  readonly environments: readonly EnvironmentSameness[];
  /** Largest first. */
  readonly packages: readonly PackageSameness[];
  readonly pairs: readonly PairSameness[];
  readonly fileSystems: readonly LinkFileSystem[];
  readonly totals: Sameness & {
    readonly environments: number;
    readonly files: number;
    readonly allocated: number;
    /** Files that linking would touch. */
    readonly links: number;
    /** Of these, by hard link. */
    readonly hardLinks: number;
    /** Python sources among these that take another modification time: their bytecode is compiled again. */
    readonly recompiled: number;
  };
  /** Bytecode was looked at too; otherwise no figure holds any. */
  readonly withBytecode: boolean;
  /** uv's cache, where it was looked at for files to link to. */
  readonly cache: AbsolutePath | null;
  readonly durationMs: number;
  readonly interrupted: boolean;
  readonly problems: readonly Problem[];
}
