import type { Answer } from "./evidence.ts";
import type { Bytes, Problem } from "./finding.ts";
import type { AbsolutePath } from "./path.ts";
import type { Safety } from "./safety.ts";

/** One store of one tool, as it lies on this machine. */
export interface Cache {
  /** Stable hash of store and real path. */
  readonly id: string;
  /** The catalogue's name for it: `pip`, `uv`. */
  readonly store: string;
  readonly tool: string;
  readonly title: string;
  /** Where it really lies: no link on the way. */
  readonly path: AbsolutePath;
  /** What says that it lies here: `PIP_CACHE_DIR`, `~/.config/pip/pip.conf`, `the default`. */
  readonly locatedBy: string;
  /** False where the tool does not look any more, or only under other settings. */
  readonly isCurrent: boolean;
  /** The strictest of what can go; `data` when nothing can. */
  readonly safety: Safety;
  /** All of it. */
  readonly bytes: Bytes;
  /** What cleaning gives back: the removable parts together. */
  readonly removable: Bytes;
  readonly files: number;
  /** Newest sign of use inside it, milliseconds since the epoch. */
  readonly lastActivity: number | null;
  /** What a person would run to clean it, or null when there is no such command. */
  readonly command: string | null;
  readonly parts: readonly CachePart[];
  /** Why it is not cleaned now, in sentences without a full stop. Empty when nothing is against it. */
  readonly obstacles: readonly string[];
  readonly problems: readonly Problem[];
}

/** What is at the top of a store, by kind. */
export interface CachePart {
  readonly id: string;
  readonly title: string;
  readonly safety: Safety;
  /** Names at the top of the store. */
  readonly entries: readonly string[];
  readonly bytes: Bytes;
  /** What cleaning gives back of it. */
  readonly removable: Bytes;
  readonly files: number;
}

/** What an inspector finds in a store. */
export interface CacheContents {
  /** Biggest first. */
  readonly entries: readonly CacheEntry[];
  /** Sentences without a full stop, about the store as a whole. */
  readonly remarks: readonly string[];
  readonly problems: readonly Problem[];
}

/** One thing in a store. Its bytes are counted once in each entry; entries may share files with one another. */
export interface CacheEntry {
  /** `http`, `wheel`, `archive` …; each inspector has its own. */
  readonly kind: string;
  /** What a person would call it: a file's name, an address. */
  readonly name: string;
  /** Normalised project name, or null when it belongs to no package. */
  readonly package: string | null;
  readonly version: string | null;
  readonly path: AbsolutePath;
  /** What lies beside it and belongs to it, where it is more than one file. */
  readonly beside?: readonly AbsolutePath[];
  readonly allocated: number;
  /** What removing it alone gives back. */
  readonly frees: number;
  /** Newest sign of use, milliseconds since the epoch. */
  readonly lastUsed: number | null;
  /** Does anything outside of the store use it? */
  readonly isUsed: Answer;
  /** Who, where that can be told. */
  readonly usedBy: readonly AbsolutePath[];
  readonly safety: Safety;
}

/** What `pyshed caches` lists. */
export interface CacheList {
  readonly caches: readonly Cache[];
  /** All of them together, shared files counted once, without what is never removed (`data`). */
  readonly totals: {
    readonly caches: number;
    readonly allocated: number;
    readonly frees: number;
    readonly freesUpTo: number;
  };
  /** Places that a tool names and that are no such store, or cannot be read. */
  readonly problems: readonly Problem[];
}
