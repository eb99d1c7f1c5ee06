import { parentOf, type AbsolutePath } from "../model/path.ts";
import type { Freed } from "../model/run.ts";
import { settledFreeSpace, type FreeSpace } from "../system/free-space.ts";
import type { Host } from "../system/host.ts";
import { allocatedIn } from "../system/own-files-copy.ts";
import { identityAt } from "../system/place-identity.ts";
import type { Journal } from "./journal.ts";

/** What a run writes itself. */
interface OwnFiles {
  readonly journal: Pick<Journal, "directory" | "allocated">;
  readonly copiesIn?: AbsolutePath | undefined;
}

/** How long readings may take to agree before a run, and after it at least and at most. */
const BEFORE_MS = 1000;
const LEAST_AFTER_MS = 2000;
const MOST_AFTER_MS = 10_000;

/**
 * How long to wait for two readings that agree after a run that took so long, all in milliseconds: what is freed late
 * takes about as long as the run did, and where others write on, waiting makes nothing surer.
 */
export function waitAfter(tookMs: number): number {
  return Math.min(MOST_AFTER_MS, Math.max(LEAST_AFTER_MS, 2 * tookMs));
}

/**
 * Measures what the filesystems of the places give back: once now, once when the returned function is called.
 * Null when there is no place or a filesystem says nothing. What the run itself keeps on one of them, its journal and
 * copies in a directory that is empty now, is no loss of what went: it is told apart.
 */
export async function measureFreed(
  host: Host,
  places: readonly AbsolutePath[],
  { journal, copiesIn }: OwnFiles,
): Promise<() => Promise<Freed | null>> {
  const byDevice = new Map(places.toReversed().map((place) => [deviceOf(place), place]));
  const filesystems = [...byDevice];
  const read = (limitMs: number): Promise<(FreeSpace | undefined)[]> =>
    Promise.all(filesystems.map(([device, place]) => settledFreeSpace(host, stillThere(place, device), limitMs)));
  const isOnOne = (place: AbsolutePath | null | undefined): place is AbsolutePath =>
    place !== null && place !== undefined && byDevice.has(deviceOf(place));
  const journalBefore = journal.allocated();
  const before = await read(BEFORE_MS);
  const begun = host.now();
  return async () => {
    if (filesystems.length === 0) return null;
    const after = await read(waitAfter(host.now() - begun));
    let bytes = 0n;
    let isSettled = true;
    for (const [index, now] of after.entries()) {
      const then = before[index];
      if (!now || !then) return null;
      bytes += now.bytes - then.bytes;
      isSettled &&= now.isSettled && then.isSettled;
    }
    const copies = isOnOne(copiesIn) ? allocatedIn(copiesIn) : 0;
    const written = isOnOne(journal.directory) ? journal.allocated() - journalBefore : 0;
    return { bytes: Number(bytes) + copies + written, copies, journal: written, isSettled };
  };
}

/** The place, or the nearest above it where it went with what it held; never one of another filesystem. */
function stillThere(place: AbsolutePath, device: string): AbsolutePath {
  let there = place;
  while (!identityAt(there) && there !== parentOf(there)) there = parentOf(there);
  return deviceOf(there) === device ? there : place;
}

/** The place itself where nothing tells its device. */
function deviceOf(place: AbsolutePath): string {
  return identityAt(place)?.device ?? place;
}
