import type { AbsolutePath } from "../model/path.ts";
import type { EnvironmentFacts, Package, Problem } from "../model/finding.ts";
import type { LinkTable } from "../model/links.ts";
import type { Identity } from "../model/plan.ts";
import type { IndexPlace } from "./index-store.ts";
import type { Safety } from "../model/safety.ts";

/** What may be found below a directory. */
export type Surroundings =
  /** An ordinary tree. */
  | "anything"
  /** Another tool's tree: findings, but no projects. */
  | "no-projects"
  /** Another tool's tree: environments only. */
  | "environments"
  /** Installed packages: only what lives in site-packages. */
  | "packages";

/** Look through one directory. */
export interface SearchTask {
  readonly type: "search";
  readonly directory: AbsolutePath;
  /** Directories below the root. */
  readonly depth: number;
  readonly device: number;
  readonly project: AbsolutePath | null;
  readonly surroundings: Surroundings;
}

/** Sum one finding. */
export interface MeasureTask {
  readonly type: "measure";
  readonly artifact: string;
  readonly path: AbsolutePath;
  readonly project: AbsolutePath | null;
  /** The finding that this one lies in. */
  readonly inside: { readonly artifact: string; readonly path: AbsolutePath } | null;
  readonly safety: Safety;
  readonly reasons: readonly string[];
}

export type Task = SearchTask | MeasureTask;

/** A finding as one worker measured it, before it is seen together with the others. */
export interface Measured extends Omit<MeasureTask, "type"> {
  /** What lay there before it was looked into. */
  readonly identity: Identity;
  readonly apparent: number;
  /** Each inode once. */
  readonly allocated: number;
  /** Allocated bytes of what has one link only, directories included. */
  readonly unshared: number;
  /** What goes when this goes alone: `unshared` and the files all of whose links are here. */
  readonly frees: number;
  readonly links: LinkTable;
  readonly files: number;
  readonly directories: number;
  readonly lastActivity: number | null;
  readonly largest: readonly Package[];
  readonly environment: EnvironmentFacts | null;
  /** An earlier scan counted it, and nothing that can be seen from outside has changed since. */
  readonly isFromIndex: boolean;
}

/** The newest file of a project outside its findings. */
export interface NewestSource {
  readonly project: AbsolutePath;
  readonly path: AbsolutePath;
  readonly modified: number;
}

/** A symbolic link that may lead to an environment. */
export interface SeenLink {
  readonly path: AbsolutePath;
  /** As it is written, made absolute; nobody has looked there. */
  readonly target: AbsolutePath;
}

export interface MountPoint {
  readonly path: AbsolutePath;
  /** A network or pseudo file system: never entered from outside. */
  readonly isClosed: boolean;
  /** So much later than its access time a file may have been read; null under `noatime`, where nobody can tell. */
  readonly accessTimeLagMs: number | null;
}

/** What a worker needs to know once. */
export interface WorkerSettings {
  readonly shared: SharedArrayBuffer;
  /** When the scan began, milliseconds since the epoch. */
  readonly now: number;
  readonly depth: number | null;
  readonly oneFileSystem: boolean;
  /** Never a project: the home directory and the root of the file system. */
  readonly neverProjects: readonly AbsolutePath[];
  /** Longest path first. */
  readonly mounts: readonly MountPoint[];
  /** Where the index lies, and room for `LookedInodes`; null to measure everything and leave nothing. */
  readonly index: (IndexPlace & { readonly looked: SharedArrayBuffer }) | null;
}

/** What a thread is told: its settings once, then tasks; null when there are no more. */
export type WorkerOrder =
  | { readonly type: "begin"; readonly settings: WorkerSettings }
  | { readonly type: "work"; readonly tasks: readonly Task[] }
  | null;

export type WorkerMessage =
  | {
      readonly type: "results";
      readonly measured: readonly Measured[];
      readonly sources: readonly NewestSource[];
      readonly links: readonly SeenLink[];
      readonly problems: readonly Problem[];
    }
  /** Work given away because somebody was waiting. */
  | { readonly type: "tasks"; readonly tasks: readonly Task[] }
  | { readonly type: "idle" };

/** Words in the shared memory. */
export const HUNGRY = 0;
export const STOP = 1;
export const ENTRIES = 0;
export const BYTES = 1;

/** Views on the shared memory: two 32-bit flags, then two 64-bit counters. */
export function sharedViews(shared: SharedArrayBuffer): { flags: Int32Array; counters: BigInt64Array } {
  return { flags: new Int32Array(shared, 0, 2), counters: new BigInt64Array(shared, 8, 2) };
}

export const SHARED_BYTES = 24;
