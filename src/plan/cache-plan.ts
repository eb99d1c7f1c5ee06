import type { Cache, CachePart } from "../model/cache.ts";
import type { CachePlan, CacheStep, LeftCache, Owner, OwnerStep, PartStep } from "../model/cache-plan.ts";
import { NO_TARGETS, type CacheTargets } from "../model/cache-selection.ts";
import type { Bytes } from "../model/finding.ts";
import type { AbsolutePath } from "../model/path.ts";
import { addBytes, NO_BYTES, type Identity } from "../model/plan.ts";
import type { OwnerCommand, Part, Store } from "../model/store.ts";
import { isOlder } from "../model/version.ts";

/** A cache that was chosen, with everything that decides how it is cleaned. */
export interface CacheCandidate {
  readonly cache: Cache;
  readonly store: Store;
  /** Null when it is gone. */
  readonly identity: Identity | null;
  /** Null when it is not installed. */
  readonly owner: Owner | null;
  /** Why the owner's command must not be run, or null. */
  readonly againstOwner: string | null;
  /** What goes of each part, by the part's id. */
  readonly going: ReadonlyMap<string, readonly AbsolutePath[]>;
  /** Entries that our own step could remove. */
  readonly entries: readonly OwnEntry[];
  /** Why nothing of it may be removed now, or empty. */
  readonly objections: readonly string[];
  /** It was named or picked by itself, so that `medium` may go. */
  readonly isNamed: boolean;
}

/** One entry at the top of a store. */
export interface OwnEntry {
  readonly part: string;
  readonly path: AbsolutePath;
  readonly identity: Identity;
  readonly bytes: Bytes;
  /** Why our own step may not remove it, or null. */
  readonly objection: string | null;
}

/**
 * In the order given, but what environments link into comes last. Decides how each chosen cache is cleaned: by its owner's command where the owner is there, knows the format and
 * nothing is against it; else by our own steps where the format is known; else it is left with its reason. Pure.
 */
export function planCaches(id: string, candidates: readonly CacheCandidate[], action: PartStep["action"]): CachePlan {
  const steps: CacheStep[] = [];
  const left: LeftCache[] = [];
  const isLinkedInto = ({ store }: CacheCandidate): number => Number(store.isLinkedInto ?? false);
  for (const candidate of candidates.toSorted((a, b) => isLinkedInto(a) - isLinkedInto(b))) {
    const reasons = againstAll(candidate);
    if (reasons.length > 0) {
      left.push(
        leftOf(
          candidate,
          reasons.map(({ text }) => text),
          reasons.some(({ isMissed }) => isMissed),
        ),
      );
      continue;
    }
    const done = stepsFor(candidate, action);
    steps.push(...done.steps.map((step, index): CacheStep => ({ ...step, id: String(steps.length + index + 1) })));
    if (done.reasons.length > 0) left.push(leftOf(candidate, done.reasons, true));
  }
  return planOf(id, steps, left, NO_TARGETS);
}

/** A plan with its sums; what is held in reserve is no part of them. */
export function planOf(
  id: string,
  steps: readonly CacheStep[],
  left: readonly LeftCache[],
  targets: CacheTargets,
): CachePlan {
  const sum = (isTrash: boolean): Bytes =>
    steps
      .filter(({ action, isReserve }) => (action === "trash") === isTrash && !isReserve)
      .reduce((total, { bytes }) => addBytes(total, bytes), NO_BYTES);
  return { id, steps, left, targets, forecast: sum(false), later: sum(true) };
}

/** Why nothing of a cache may be removed. */
export function againstAll({
  cache,
  identity,
  objections,
  isNamed,
}: CacheCandidate): { text: string; isMissed: boolean }[] {
  const texts = identity === null ? ["it is gone"] : [...cache.obstacles, ...objections];
  if (texts.length > 0) return texts.map((text) => ({ text, isMissed: true }));
  if (cache.safety === "data") return [{ text: "nothing in it can be got back", isMissed: true }];
  if (cache.safety === "medium" && !isNamed) {
    return [{ text: "it may not come back the same, so it goes only when it is named", isMissed: false }];
  }
  return [];
}

/** A step that has no number yet. */
export type Draft = Omit<OwnerStep, "id"> | Omit<PartStep, "id">;

/** How everything that may go of a cache goes, and why some of it stays. */
export function stepsFor(candidate: CacheCandidate, action: PartStep["action"]): { steps: Draft[]; reasons: string[] } {
  const { cache, store } = candidate;
  const goes = cache.parts.filter((part) => part.removable.allocated > 0);
  const of = (part: CachePart): Part | undefined => store.parts.find((known) => known.id === part.id);
  const forOwner = goes.filter((part) => of(part)?.removedBy.startsWith("owner"));
  const steps: Draft[] = [];
  const reasons: string[] = [];
  const trouble = store.owner && forOwner.length > 0 ? troubleWith(candidate, store.owner, forOwner) : null;
  if (store.owner && forOwner.length > 0 && trouble === null) steps.push(ownerStep(candidate, store.owner, forOwner));
  for (const part of goes) {
    const isOurs = of(part)?.removedBy === "pyshed" || (trouble !== null && of(part)?.alsoByPyshed === true);
    if (!isOurs && trouble !== null) reasons.push(trouble);
    if (!isOurs) continue;
    for (const entry of candidate.entries.filter((one) => one.part === part.id)) {
      if (entry.objection !== null) reasons.push(`${trouble === null ? "" : `${trouble}, and `}${entry.objection}`);
      else steps.push(partStep(candidate, entry, part, action, trouble ?? `no command of ${store.tool} removes it`));
    }
  }
  return { steps, reasons: [...new Set(reasons)] };
}

/** Why the owner does not clean these parts, or null. */
export function troubleWith(
  { store, owner, againstOwner }: Pick<CacheCandidate, "store" | "owner" | "againstOwner">,
  command: OwnerCommand,
  parts: readonly Pick<CachePart, "id" | "entries">[],
): string | null {
  const [name] = command.programs;
  if (owner === null) return `${name} is not on PATH`;
  for (const { id, entries } of parts) {
    const since = store.parts.find((part) => part.id === id)?.knownSince;
    if (since === undefined) continue;
    if (owner.version === null)
      return `${name} does not say its version, and ${entries[0]} is known since ${since} only`;
    if (isOlder(owner.version, since))
      return `${name} ${owner.version} does not know ${entries[0]}, which came with ${since}`;
  }
  return againstOwner;
}

function ownerStep(candidate: CacheCandidate, command: OwnerCommand, parts: readonly CachePart[]): Draft {
  return {
    ...baseOf(candidate),
    ...ownerAsked(candidate, command, command.arguments),
    bytes: parts.reduce((total, { removable }) => addBytes(total, removable), NO_BYTES),
    takes: parts.flatMap(({ id }) => candidate.going.get(id) ?? []),
  };
}

/** What is run so that the owner does what these arguments say to the store at hand. */
export function ownerAsked(
  { cache, owner }: CacheCandidate,
  command: OwnerCommand,
  words: readonly string[],
): Pick<OwnerStep, "action" | "program" | "arguments" | "environment" | "timeLimitMs"> {
  const filled = (text: string): string => text.replace("{path}", () => cache.path);
  return {
    action: "owner",
    program: owner!.program,
    arguments: [...words, ...command.place.map(filled), ...command.quietly],
    environment: Object.fromEntries(
      Object.entries(command.environment ?? {}).map(([name, value]) => [name, filled(value)]),
    ),
    timeLimitMs: command.timeLimitMs,
  };
}

function partStep(
  candidate: CacheCandidate,
  entry: OwnEntry,
  part: CachePart,
  action: PartStep["action"],
  because: string,
): Draft {
  const { path, identity, bytes } = entry;
  const { safety } = part;
  return { ...baseOf(candidate), action, path, identity, takes: [path], bytes, safety, because, after: null };
}

/** What every step of a cache says. */
export function baseOf({
  cache: { id, store, title, path, safety },
  identity,
}: CacheCandidate): Pick<
  CacheStep,
  "cache" | "store" | "title" | "root" | "path" | "identity" | "safety" | "what" | "isReserve"
> {
  return {
    cache: id,
    store,
    title,
    root: path,
    path,
    identity: identity!,
    safety,
    what: null,
    isReserve: false,
  };
}

/** Says of a cache why it, or some of it, stays. */
export function leftOf(
  { cache }: Pick<CacheCandidate, "cache">,
  reasons: readonly string[],
  isMissed: boolean,
): LeftCache {
  return { cache: cache.id, store: cache.store, path: cache.path, reasons, isMissed };
}
