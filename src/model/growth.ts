import type { Finding, ScanResult } from "./finding.ts";
import { homeOf } from "./group.ts";
import { isWithin, type AbsolutePath } from "./path.ts";

/**
 * How finely a snapshot tells places apart, the finest first: each environment and each artifact of a project; each
 * project; each root.
 */
export const GRAINS = ["place", "project", "root"] as const;
export type Grain = (typeof GRAINS)[number];

/** What a scan found at one place. */
export interface GrowthPlace {
  /** An environment's own path; else the project or directory that the findings lie in. */
  readonly path: AbsolutePath;
  /** Null where all artifacts of a project or root are summed. */
  readonly artifact: string | null;
  readonly project: AbsolutePath | null;
  readonly findings: number;
  /** Sum over the findings, in bytes: what several of them share counts in each. */
  readonly allocated: number;
}

/** What is kept of a scan, so that later ones can be compared with it. */
export interface Snapshot {
  /** When the scan began, milliseconds since the epoch. */
  readonly at: number;
  /** Sorted. */
  readonly roots: readonly AbsolutePath[];
  readonly oneFileSystem: boolean;
  /** All places together, each inode once; bytes. */
  readonly allocated: number;
  readonly grain: Grain;
  readonly places: readonly GrowthPlace[];
  /** What could not be read. */
  readonly unread: readonly AbsolutePath[];
}

/** One place at two times; a size is null where there was nothing. Bytes. */
export interface GrowthRow extends Omit<GrowthPlace, "allocated"> {
  readonly before: number | null;
  readonly now: number | null;
  readonly grown: number;
}

/** Two scans of the same roots. */
export interface Growth extends Pick<Snapshot, "roots" | "oneFileSystem" | "grain"> {
  /** When the scans began, milliseconds since the epoch. */
  readonly before: number;
  readonly now: number;
  /** What has grown most comes first; those that have not changed are among them. */
  readonly rows: readonly GrowthRow[];
  /** All places together, each inode once; bytes. What the rows share counts in each of them, so they may say more. */
  readonly totals: { readonly before: number; readonly now: number; readonly grown: number };
  /**
   * What could be read at one of the two times only. Places in it, and places that hold it, are in no row and have not
   * grown; what the totals before and now have of them they have once.
   */
  readonly unread: readonly AbsolutePath[];
}

/** What a scan of everything below its roots leaves. A finding inside another one counts there. */
export function snapshotOf(result: ScanResult, allocated: number, oneFileSystem: boolean): Snapshot {
  const places = result.findings
    .filter(({ inside }) => inside === null)
    .map((finding) => placeOf(finding, result.roots));
  return {
    at: result.startedAt,
    roots: result.roots.toSorted(),
    oneFileSystem,
    allocated,
    grain: "place",
    places: together(places),
    unread: [...new Set(result.problems.map(({ path }) => path))].toSorted(),
  };
}

function placeOf(finding: Finding, roots: readonly AbsolutePath[]): GrowthPlace {
  const { artifact, project, environment, bytes } = finding;
  const path = environment === null ? homeOf(finding, roots).path : finding.path;
  return { path, artifact, project, findings: 1, allocated: bytes.allocated };
}

/** The same with its places summed; a snapshot never becomes finer. */
export function coarsened(snapshot: Snapshot, grain: Grain): Snapshot {
  if (GRAINS.indexOf(grain) <= GRAINS.indexOf(snapshot.grain)) return snapshot;
  const { roots } = snapshot;
  const places = snapshot.places.map((place): GrowthPlace => {
    if (grain === "project") return { ...place, path: place.project ?? place.path, artifact: null };
    const root = roots.find((candidate) => isWithin(place.path, candidate));
    // A root inside of a project: what belongs to the project may carry its path.
    const path = root ?? roots.find((candidate) => isWithin(candidate, place.path)) ?? place.path;
    return { ...place, path, artifact: null, project: null };
  });
  return { ...snapshot, grain, places: together(places) };
}

/** One for each path and artifact. */
function together(places: readonly GrowthPlace[]): GrowthPlace[] {
  const sums = new Map<string, { -readonly [key in keyof GrowthPlace]: GrowthPlace[key] }>();
  for (const place of places) {
    const key = keyOf(place);
    const known = sums.get(key);
    if (known) {
      known.findings += place.findings;
      known.allocated += place.allocated;
    } else sums.set(key, { ...place });
  }
  return [...sums.values()];
}

function keyOf({ artifact, path }: Pick<GrowthPlace, "artifact" | "path">): string {
  return `${artifact ?? ""} ${path}`;
}

/** True for scans of the same trees: only these can be compared. */
export function areComparable(one: Snapshot, other: Snapshot): boolean {
  return one.oneFileSystem === other.oneFileSystem && JSON.stringify(one.roots) === JSON.stringify(other.roots);
}

/**
 * The newest snapshot that has an earlier one of the same trees, and that: the newest that is not after `since`
 * (milliseconds since the epoch), else the oldest there is. Null when no two can be compared.
 */
export function chooseSnapshots(
  snapshots: readonly Snapshot[],
  since: number,
): { readonly before: Snapshot; readonly now: Snapshot } | null {
  const newestFirst = snapshots.toSorted((a, b) => b.at - a.at);
  for (const now of newestFirst) {
    const earlier = newestFirst.filter((one) => one.at < now.at && areComparable(one, now));
    const before = earlier.find(({ at }) => at <= since) ?? earlier.at(-1);
    if (before) return { before, now };
  }
  return null;
}

/** Place by place, at the coarser grain of the two. */
export function compareSnapshots(before: Snapshot, now: Snapshot): Growth {
  const grain = GRAINS[Math.max(GRAINS.indexOf(before.grain), GRAINS.indexOf(now.grain))]!;
  const unread = [...missingFrom(now.unread, before.unread), ...missingFrom(before.unread, now.unread)].toSorted();
  const isKnown = ({ path }: GrowthPlace): boolean => !unread.some((one) => isWithin(path, one) || isWithin(one, path));
  const placesBefore = new Map(
    coarsened(before, grain)
      .places.filter(isKnown)
      .map((place) => [keyOf(place), place]),
  );
  const placesAfter = new Map(
    coarsened(now, grain)
      .places.filter(isKnown)
      .map((place) => [keyOf(place), place]),
  );
  const rows = [...new Map([...placesBefore, ...placesAfter])].map(([key, place]): GrowthRow => {
    const sizes = { before: placesBefore.get(key)?.allocated ?? null, now: placesAfter.get(key)?.allocated ?? null };
    const { path, artifact, project, findings } = place;
    return { path, artifact, project, findings, ...sizes, grown: (sizes.now ?? 0) - (sizes.before ?? 0) };
  });
  // Of what could be read once only nobody knows whether it has grown.
  const grown = unread.length > 0 ? rows.reduce((sum, row) => sum + row.grown, 0) : now.allocated - before.allocated;
  return {
    roots: now.roots,
    oneFileSystem: now.oneFileSystem,
    grain,
    before: before.at,
    now: now.at,
    rows: rows.toSorted((a, b) => b.grown - a.grown || (keyOf(a) < keyOf(b) ? -1 : 1)),
    totals: { before: before.allocated, now: now.allocated, grown },
    unread,
  };
}

function missingFrom<T>(these: readonly T[], those: readonly T[]): T[] {
  const known = new Set(these);
  return those.filter((one) => !known.has(one));
}

export function countNew({ rows }: Growth): number {
  return rows.filter(({ before }) => before === null).length;
}

export function countGone({ rows }: Growth): number {
  return rows.filter(({ now }) => now === null).length;
}
