import type { AbsolutePath } from "./path.ts";
import type { Safety } from "./safety.ts";

/** Sizes in bytes. */
export interface Bytes {
  /** Sum of file lengths, each inode once; directories count nothing. */
  readonly apparent: number;
  /** Blocks on disk, each inode once, directories included: what `du -s --block-size=1` says. */
  readonly allocated: number;
  /** What removing this alone gives back: inodes with links elsewhere free nothing. */
  readonly frees: number;
  /** Larger than `frees` only where sharing cannot be known. */
  readonly freesUpTo: number;
}

/** A distribution inside an environment; `allocated` in bytes, its bytecode included. */
export interface Package {
  readonly name: string;
  readonly version: string;
  readonly allocated: number;
}

/** What is inside an environment. */
export interface EnvironmentFacts {
  /** Python version as the environment states it (`3.11.7`), or null. */
  readonly python: string | null;
  /** The interpreter's directory that `pyvenv.cfg` names; null for conda. */
  readonly home: string | null;
  readonly creator: string;
  readonly packages: number;
  /** Why it is `medium` or `data`; empty when a pinned list can bring it back. */
  readonly notRestorable: readonly string[];
}

/** One place on disk proven to be an artifact. */
export interface Finding {
  /** Stable hash of artifact and path. */
  readonly id: string;
  readonly artifact: string;
  readonly tool: string;
  readonly path: AbsolutePath;
  readonly project: AbsolutePath | null;
  readonly safety: Safety;
  /** Why the safety is what it is, where there is something to say. */
  readonly reasons: readonly string[];
  readonly bytes: Bytes;
  readonly files: number;
  readonly directories: number;
  /** Newest sign of use inside it, milliseconds since the epoch. */
  readonly lastActivity: number | null;
  readonly largest: readonly Package[];
  readonly environment: EnvironmentFacts | null;
  /** Whose links the shared bytes are held by (`uv's cache`), or null. */
  readonly sharedWith: string | null;
  /** The finding that this one lies in; it counts once, there. */
  readonly inside: string | null;
  /** Counted by an earlier scan; what can be seen without counting again has not changed since. */
  readonly isFromIndex: boolean;
}

/** A source tree and what was found in it. */
export interface Project {
  readonly path: AbsolutePath;
  /** What removing all its findings together gives back, in bytes. */
  readonly frees: number;
  readonly freesUpTo: number;
  readonly lastActivity: number | null;
  /** What the newest sign of activity was. */
  readonly decidedBy: string | null;
  readonly findings: readonly string[];
}

/** Something that could not be read or was passed over. */
export interface Problem {
  readonly path: AbsolutePath;
  /** A POSIX error name. */
  readonly code: string;
  readonly message: string;
}

export interface Totals {
  readonly findings: number;
  readonly allocated: number;
  readonly frees: number;
  readonly freesUpTo: number;
  /** Directory entries looked at, inside findings and outside. */
  readonly entries: number;
}

export interface ScanResult {
  readonly roots: readonly AbsolutePath[];
  readonly startedAt: number;
  readonly durationMs: number;
  readonly interrupted: boolean;
  readonly findings: readonly Finding[];
  readonly projects: readonly Project[];
  readonly totals: Totals;
  readonly problems: readonly Problem[];
}
