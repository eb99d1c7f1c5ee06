import type { CacheEntry } from "./cache.ts";
import type { CacheTargets } from "./cache-selection.ts";
import type { Bytes } from "./finding.ts";
import type { AbsolutePath } from "./path.ts";
import type { Identity } from "./plan.ts";
import type { Safety } from "./safety.ts";

/** The owner of a store, as it was found on this machine. */
export interface Owner {
  readonly program: AbsolutePath;
  /** `26.3`; null when it would not say. */
  readonly version: string | null;
}

/** Things in a store that go only together. */
export interface CacheUnit {
  /** What a person calls it: `pebble 1.0 (wheel)`. */
  readonly what: string;
  readonly entries: readonly CacheEntry[];
  /** Every place that goes; none lies inside another. What the rest belongs to comes first. */
  readonly places: readonly AbsolutePath[];
  readonly bytes: Bytes;
  readonly way:
    /** What is to be said to the owner's program; its place and its manners are added. */
    | { readonly by: "owner"; readonly arguments: readonly string[] }
    /** `because`: why its owner does not do it. */
    | { readonly by: "pyshed"; readonly because: string };
}

interface StepBase {
  /** Unique within the plan. */
  readonly id: string;
  readonly cache: string;
  readonly store: string;
  readonly title: string;
  /** The store. */
  readonly root: AbsolutePath;
  readonly path: AbsolutePath;
  readonly identity: Identity;
  readonly safety: Safety;
  /** What it is to give back. */
  readonly bytes: Bytes;
  /** The things that were selected and go with it; null when it cleans whatever may go. */
  readonly what: string | null;
  /** Every place that is to go: `--backup` copies them. */
  readonly takes: readonly AbsolutePath[];
  /** It comes only when what goes before it was not enough. */
  readonly isReserve: boolean;
}

/** A tool cleans its own store. */
export interface OwnerStep extends StepBase {
  readonly action: "owner";
  readonly program: AbsolutePath;
  readonly arguments: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly timeLimitMs: number;
}

/** pyshed removes one thing in a store whose format it knows. */
export interface PartStep extends StepBase {
  readonly action: "trash" | "delete";
  /** Why its owner does not do it. */
  readonly because: string;
  /** The step that must have been done before: what this belongs to. */
  readonly after: string | null;
}

export type CacheStep = OwnerStep | PartStep;

export interface LeftCache {
  readonly cache: string;
  readonly store: string;
  readonly path: AbsolutePath;
  readonly reasons: readonly string[];
  /** It was meant to go, and staying is a failure; false for what goes only when it is named. */
  readonly isMissed: boolean;
}

/** What is to be done with caches, in this order. */
export interface CachePlan {
  /** Names the run in the journal. */
  readonly id: string;
  readonly steps: readonly CacheStep[];
  readonly left: readonly LeftCache[];
  readonly targets: CacheTargets;
  /** What its `owner` and `delete` steps give back at once, without what is held in reserve. */
  readonly forecast: Bytes;
  /** What purging its `trash` steps gives back later. */
  readonly later: Bytes;
}
