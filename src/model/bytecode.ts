import type { AbsolutePath } from "./path.ts";

/**
 * What a bytecode file is good for.
 *
 * - `current`: an interpreter that may be here can use it, and its source is as it was
 * - `stale`: no interpreter on this machine has its tag and magic number
 * - `orphan`: in `__pycache__`, and its source is gone
 * - `outdated`: its source has changed since
 * - `temporary`: a write that never ended, `name.pyc.DIGITS`
 * - `sourceless`: outside of `__pycache__` without a source: it is the program itself
 * - `unchecked-hash`: Python believes it without a look at the source: somebody's build
 * - `unknown`: its name or header could not be understood
 */
export type BytecodeClass =
  | "current"
  | "stale"
  | "orphan"
  | "outdated"
  | "temporary"
  | "sourceless"
  | "unchecked-hash"
  | "unknown";

/** In the order of tables: first what goes, then what stays. */
export const BYTECODE_CLASSES: readonly BytecodeClass[] = [
  "current",
  "stale",
  "orphan",
  "outdated",
  "temporary",
  "unchecked-hash",
  "sourceless",
  "unknown",
];

/** What cleaning takes without being told by name. */
export const REMOVABLE: ReadonlySet<BytecodeClass> = new Set<BytecodeClass>([
  "current",
  "stale",
  "orphan",
  "outdated",
  "temporary",
]);

/**
 * Which bytecode a cleaning takes: whatever may go, only what no interpreter here can use, what the one cache for all
 * can do without, or what is of use there (that moves).
 */
export type BytecodeRule = "all" | "stale" | "gc" | "move";

/** What keeps the one cache for all from growing; null sets no limit. */
export interface CacheLimits {
  /** Entries unused for so many milliseconds go. */
  readonly olderThanMs: number | null;
  /** The least recently used go until it takes no more than so many bytes. */
  readonly maxBytes: number | null;
}

/** One part of the one cache for all: a project's, an environment's, an interpreter's. */
export interface CentralPart {
  /** A path or a tag. */
  readonly name: string;
  readonly files: number;
  readonly allocated: number;
}

/** What the one cache for all holds. */
export interface CentralContents {
  readonly files: number;
  /** Of files and of directories in it. */
  readonly allocated: number;
  readonly directories: number;
  /** Files that nothing can use any more. */
  readonly useless: number;
  readonly byOwner: readonly CentralPart[];
  readonly byInterpreter: readonly CentralPart[];
}

/** Files and bytes of some bytecode. `allocated` counts each inode once. */
export interface BytecodeSum {
  readonly files: number;
  readonly allocated: number;
}

/** One tree's bytecode: of a project, of an environment, or of what lies in neither. */
export interface BytecodeOwner {
  readonly kind: "project" | "environment" | "place";
  readonly path: AbsolutePath;
  /** `__pycache__` directories, whose own blocks are in `allocated` as well. */
  readonly directories: number;
  readonly files: number;
  readonly allocated: number;
  /** What cleaning it would take, and what that frees. */
  readonly removable: number;
  readonly frees: number;
  readonly classes: Readonly<Partial<Record<BytecodeClass, BytecodeSum>>>;
}

/** An interpreter of this machine. */
export interface Interpreter {
  readonly path: AbsolutePath;
  /** `cpython-311`; null where there is none (Python 2), undefined where nobody could tell. */
  readonly tag: string | null | undefined;
  /** The number that its bytecode begins with; undefined where nobody could tell. */
  readonly magic: number | undefined;
  /** `3.11.7`; null where nobody could tell. */
  readonly version: string | null;
  /** `asked`: it was run. `read`: it was only looked at. `silent`: it was run and gave no answer. */
  readonly how: "asked" | "read" | "silent";
}

/** How long it takes to compile what goes, in milliseconds of processor time. */
export interface CompileTime {
  readonly milliseconds: number;
  /** `measured`: a sample was compiled here. `from-size`: from the bytes of source alone. */
  readonly basis: "measured" | "from-size";
  /** Bytes of source that would be compiled again. */
  readonly sourceBytes: number;
  /** Sources compiled to find out; 0 where none were. */
  readonly sampled: number;
  /** What it was measured with. */
  readonly interpreter: AbsolutePath | null;
}

/** Why a tree's bytecode had better stay, or what had better be mended first. */
export interface BytecodeAdvice {
  readonly path: AbsolutePath;
  readonly kind: "runs-here" | "tracked" | "not-ignored" | "read-only" | "image-layer";
  /** A clause without a full stop. */
  readonly text: string;
  /** What mends it, or null. */
  readonly remedy: string | null;
  /** For `not-ignored`: what the `.gitignore` at the top of the repository lacks; null where git tracks bytecode in it. */
  readonly ignore: { readonly file: AbsolutePath; readonly lines: readonly string[] } | null;
}
