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

interface StepBase {
  /** Unique within the plan. */
  readonly id: string;
  readonly cache: string;
  readonly store: string;
  readonly title: string;
  readonly path: AbsolutePath;
  readonly identity: Identity;
  readonly safety: Safety;
  /** What it is to give back. */
  readonly bytes: Bytes;
}

/** A tool cleans its own store. */
export interface OwnerStep extends StepBase {
  readonly action: "owner";
  readonly program: AbsolutePath;
  readonly arguments: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly timeLimitMs: number;
}

/** pyshed removes one entry at the top of a store whose format it knows. */
export interface PartStep extends StepBase {
  readonly action: "trash" | "delete";
  /** Why its owner does not do it. */
  readonly because: string;
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
  /** What its `owner` and `delete` steps give back at once. */
  readonly forecast: Bytes;
  /** What purging its `trash` steps gives back later. */
  readonly later: Bytes;
}
