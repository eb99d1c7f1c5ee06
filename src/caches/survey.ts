import { plural } from "../model/count.ts";
import { createHash } from "node:crypto";
import type { Cache, CachePart } from "../model/cache.ts";
import type { Problem } from "../model/finding.ts";
import { isWithin, join, parentOf, type AbsolutePath } from "../model/path.ts";
import { strictest, type Safety } from "../model/safety.ts";
import { bytesOf, type PlaceSums, type Sums } from "../model/sums.ts";
import type { Part, Store } from "../model/store.ts";
import { placeAt } from "../proof/place.ts";
import { holds } from "../proof/prove.ts";
import type { Tally } from "../scan/tally.ts";
import { codeOf, list, realPath, statusOrNothing } from "../system/files.ts";
import type { Host } from "../system/host.ts";
import { commandText } from "./command-text.ts";
import type { Inspector, Judgement, Surroundings } from "./inspector.ts";
import type { Location } from "./locate.ts";
import { measurePlace, type MeasuredPlace, type Meter } from "./measure.ts";

/** One cache and the sums behind its figures, so that several can be added up. */
export interface SurveyedCache {
  readonly cache: Cache;
  readonly store: Store;
  readonly measured: MeasuredPlace;
  /** What cleaning removes, none inside another. */
  readonly going: readonly Going[];
}

/** A place that cleaning removes, and the part of the store that it belongs to. */
export interface Going extends PlaceSums {
  readonly part: string;
  readonly sums: Tally & Sums;
}

const NOTHING: Judgement = { goes: [], grades: new Map(), obstacles: [] };

/**
 * Looks at one place that may hold a store. Undefined when nothing is there; a problem when it holds something else or
 * cannot be read. Only what is proven is measured, so a setting that names `/` costs nothing.
 */
export function surveyCache(
  surroundings: Surroundings,
  store: Store,
  location: Location,
  inspector: Inspector | undefined,
): SurveyedCache | Problem | undefined {
  const { host, meter } = surroundings;
  const place = realPlace(location);
  if (place === undefined || typeof place === "object") return place;
  const isNone = {
    path: place,
    code: "EINVAL",
    message: `${location.locatedBy} names it, but nothing in it is known to be ${store.tool}'s`,
  };
  // No proof is looked for below the root: that could mean to read half of the disk.
  if (place === parentOf(place)) return isNone;
  const proof = placeAt(place, { now: host.now() });
  if (!holds(store.proof, proof)) {
    const names = proof.entries("").map(({ name }) => name);
    return names.length === 0 || (location.isDefault && names.every((name) => staysIn(store, name)))
      ? undefined
      : isNone;
  }
  const measured = measurePlace(meter, place);
  const judgement = inspector?.judge?.({ ...surroundings, path: place, measured }) ?? NOTHING;
  const strangers: string[] = [];
  const byPart = new Map<Part, string[]>(store.parts.map((part) => [part, []]));
  for (const name of measured.entries.keys()) {
    const part = store.parts.find(({ entry }) => entry.test(name));
    if (part) byPart.get(part)!.push(name);
    else strangers.push(name);
  }
  const obstacles = [...obstaclesTo(host, store, measured, strangers), ...judgement.obstacles];
  const parts: CachePart[] = [];
  const going: Going[] = [];
  for (const [part, names] of byPart) {
    if (names.length === 0) continue;
    const goes = obstacles.length > 0 ? [] : goingOf(meter, part, names, judgement, measured);
    going.push(...goes);
    parts.push(partOf(part, names, judgement, measured, goes));
  }
  const all = [...measured.entries.values()];
  const cache: Cache = {
    id: createHash("sha256").update(`${store.id}\0${place}`).digest("hex").slice(0, 16),
    store: store.id,
    tool: store.tool,
    title: store.title,
    path: place,
    locatedBy: location.locatedBy,
    isCurrent: location.isCurrent,
    safety: safetyOf(store, parts),
    bytes: bytesOf(all, measured.own),
    removable: bytesOf(going.map(({ sums }) => sums)),
    files: all.reduce((sum, { files }) => sum + files, 0),
    lastActivity: Math.max(0, ...all.map(({ newest }) => newest)) || null,
    command: commandText(host, store, location.isCurrent && !location.isOneOfSeveral ? null : place),
    parts,
    obstacles,
    problems: measured.problems,
  };
  return { cache, store, measured, going };
}

/** Marks, locks and what never goes: a tool that has kept nothing yet leaves only such things in its usual place. */
function staysIn({ parts }: Store, name: string): boolean {
  return parts.find(({ entry }) => entry.test(name))?.removedBy === "nobody";
}

function realPlace({ path, locatedBy }: Location): AbsolutePath | Problem | undefined {
  try {
    const place = realPath(path);
    if (statusOrNothing(place)?.kind !== "directory") {
      return { path, code: "ENOTDIR", message: `${locatedBy} names it, but it is no directory` };
    }
    list(place);
    return place;
  } catch (error) {
    if (codeOf(error) === "ENOENT" || codeOf(error) === "ENOTDIR") return undefined;
    return { path, code: codeOf(error), message: "could not be looked at" };
  }
}

function obstaclesTo(host: Host, store: Store, measured: MeasuredPlace, strangers: readonly string[]): string[] {
  const { path, problems, mounts } = measured;
  const obstacles: string[] = [];
  const owner = statusOrNothing(path)?.owner;
  if (path === parentOf(path) || isWithin(host.home, path)) obstacles.push("it is, or holds, the home directory");
  if (isWithin(host.currentDirectory, path)) obstacles.push("the current directory lies in it");
  if (strangers.length > 0) {
    const shown = strangers.slice(0, 3).join(", ");
    const more = strangers.length > 3 ? ` and ${strangers.length - 3} more` : "";
    obstacles.push(`it holds what is not known to be ${store.tool}'s: ${shown}${more}`);
  }
  if (owner !== undefined && host.userId >= 0 && owner !== host.userId) obstacles.push("it belongs to another user");
  if (mounts.length > 0) obstacles.push(`another file system is mounted inside, at ${mounts[0]}`);
  if (problems.length > 0) obstacles.push(`${plural(problems.length, "place")} inside could not be read`);
  return obstacles;
}

/** What cleaning removes of a part. */
function goingOf(
  meter: Meter,
  part: Part,
  names: readonly string[],
  { goes, mayBeCloned }: Judgement,
  { path, entries }: MeasuredPlace,
): Going[] {
  if (part.safety === "data" || part.removedBy === "nobody") return [];
  const places = names.map((name) => join(path, name));
  const gone =
    part.removedBy === "owner-in-part" ? goes.filter((one) => places.some((place) => isWithin(one, place))) : places;
  return gone.flatMap((one) => {
    const sums = entries.get(one.slice(path.length + 1)) ?? meter.measure(one);
    return sums ? [{ part: part.id, path: one, sums: mayBeCloned ? { ...sums, mayBeCloned } : sums }] : [];
  });
}

function partOf(
  { id, title, safety }: Part,
  names: readonly string[],
  { grades }: Judgement,
  { entries }: MeasuredPlace,
  going: readonly Going[],
): CachePart {
  const all = names.map((name) => entries.get(name)!);
  return {
    id,
    title,
    safety: strictest(safety, grades.get(id)?.safety ?? "safe"),
    entries: names,
    bytes: bytesOf(all),
    removable: bytesOf(going.map(({ sums }) => sums)),
    files: all.reduce((sum, { files }) => sum + files, 0),
  };
}

function safetyOf(store: Store, parts: readonly CachePart[]): Safety {
  const removable = parts.filter(({ id, safety }) => {
    return safety !== "data" && store.parts.find((part) => part.id === id)?.removedBy !== "nobody";
  });
  return removable.length === 0 ? "data" : removable.map(({ safety }) => safety).reduce(strictest);
}
