import type { CacheContents } from "../model/cache.ts";
import type { Owner } from "../model/cache-plan.ts";
import type { AbsolutePath } from "../model/path.ts";
import type { Safety } from "../model/safety.ts";
import type { Host } from "../system/host.ts";
import type { MeasuredPlace, Meter } from "./measure.ts";

/** Looks into stores of one format. Reads only, follows no link out of the store, and never throws for what it finds. */
export interface Inspector {
  /** The catalogue's name of the store. */
  readonly store: string;
  /** What decides whether, and how much of it, the owner's command removes; quick, for every list. */
  readonly judge?: (place: StorePlace) => Judgement;
  /** Everything inside, by package, version, kind and age. */
  readonly inspect: (place: StorePlace) => CacheContents;
  /** Why this owner must not clean it, as a clause, or null. Asked before its command is planned. */
  readonly whyNotOwner?: (place: StorePlace, owner: Owner) => Promise<string | null>;
  /**
   * Why our own step may not remove an entry at the top of the store, as a clause; null when every file in it is known.
   * Without this nothing is removed by our own step.
   */
  readonly whyNotUnderstood?: (entry: AbsolutePath) => string | null;
}

export interface StorePlace {
  readonly host: Host;
  /** Real path. */
  readonly path: AbsolutePath;
  readonly measured: MeasuredPlace;
  /** For what lies deeper. */
  readonly meter: Meter;
}

export interface Judgement {
  /**
   * For parts with `owner-in-part`: paths that the command would remove, none inside another. They are measured by the
   * caller.
   */
  readonly goes: readonly AbsolutePath[];
  /** Parts that are less safe than the catalogue says, by their ids. */
  readonly grades: ReadonlyMap<string, { readonly safety: Safety; readonly because: string }>;
  /** What goes may share blocks with files elsewhere without a link. */
  readonly mayBeCloned?: boolean;
  /** Why it must not be cleaned now. */
  readonly obstacles: readonly string[];
}
