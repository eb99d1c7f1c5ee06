import type { CacheContents, CacheEntry } from "../model/cache.ts";
import type { CacheUnit, Owner } from "../model/cache-plan.ts";
import type { CacheFilter, CacheSelection } from "../model/cache-selection.ts";
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
  /** How single things are removed. Without it the store is cleaned as a whole or not at all. */
  readonly selecting?: Selecting;
}

/** How single things of a store are chosen and removed. */
export interface Selecting {
  /** Why a filter says nothing about this store, as a clause. Those that are left out can be asked. */
  readonly cannot: Readonly<Partial<Record<CacheFilter, string>>>;
  /** What `--package` is compared with; the entry's package when this is left out. */
  readonly namesOf?: (entry: CacheEntry) => readonly string[];
  /** The entries that can go by themselves. All of them when this is left out. */
  readonly offers?: (entry: CacheEntry, selection: CacheSelection) => boolean;
  /** The owner's own command takes only what nobody uses, so with a target it comes before anything that is used. */
  readonly isPrunedFirst?: true;
  /** The chosen entries as they go together, and why some of them stay. */
  readonly unitsOf: (chosen: readonly CacheEntry[], about: ChosenIn) => ChosenUnits;
}

export interface ChosenIn extends StorePlace {
  readonly contents: CacheContents;
  readonly selection: CacheSelection;
  /** Why the owner cannot be asked to remove these, as a clause; null when it can. */
  readonly againstOwner: (entries: readonly CacheEntry[]) => string | null;
}

export interface ChosenUnits {
  readonly units: readonly CacheUnit[];
  /** Why some of it cannot go, in clauses. */
  readonly reasons: readonly string[];
  /** What is kept because it is in use, or goes only together with what was not chosen; in clauses. */
  readonly kept?: readonly string[];
}

/** What stores are looked at with. */
export interface Surroundings {
  readonly host: Host;
  readonly meter: Meter;
  /** Environments at hand; not all of them need to be there. */
  readonly environments: () => readonly AbsolutePath[];
}

export interface StorePlace extends Surroundings {
  /** Real path. */
  readonly path: AbsolutePath;
  readonly measured: MeasuredPlace;
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
