import { createHash } from "node:crypto";
import type { ScanResult } from "../model/finding.ts";
import { coarsened, GRAINS, snapshotOf, type Snapshot } from "../model/growth.ts";
import { join, type AbsolutePath } from "../model/path.ts";
import { DAY_MS } from "../model/time.ts";
import type { Wanted } from "../model/wanted.ts";
import { list, statusOrNothing } from "../system/files.ts";
import type { Host } from "../system/host.ts";
import { isPrivate, makePrivateDirectory, removeOwnFile, replaceCacheFile } from "../system/own-files.ts";
import { stateDirectories } from "../system/state-directories.ts";

/** One file may take so many bytes. */
export const LARGEST_SNAPSHOT = 2 * 1024 * 1024;
/** All files together. */
export const ROOM_FOR_SNAPSHOTS = { bytes: 32 * 1024 * 1024, files: 200 };
const OLDEST_DAYS = 60;

/** What a scan was asked for. */
interface Asked extends Wanted {
  readonly depth: number | null;
  readonly oneFileSystem: boolean;
  readonly idleDays: number | null;
}

/** A file of ours, or what was left of one that was being written. */
const OUR_NAME = /^[0-9a-f]{16}-(\d{4}-\d{2}-\d{2})\.json(?:\.[0-9a-f]{12})?$/;

/** Where snapshots of scans lie, one file for each set of roots and day. */
export function snapshotDirectory(host: Host): AbsolutePath {
  return join(stateDirectories(host).cache, "growth");
}

/** The day is that of UTC. */
export function snapshotName({ at, roots, oneFileSystem }: Pick<Snapshot, "at" | "roots" | "oneFileSystem">): string {
  const trees = createHash("sha256").update(JSON.stringify([roots, oneFileSystem]));
  return `${trees.digest("hex").slice(0, 16)}-${dayOf(at)}.json`;
}

/** A snapshot as a file holds it. Bytes in paths that are not UTF-8 become JSON escapes and come back the same. */
export function encodeSnapshot(snapshot: Snapshot): Uint8Array {
  return Buffer.from(`${JSON.stringify({ schema: "pyshed.snapshot/1", ...snapshot })}\n`);
}

/**
 * Leaves what `pyshed history --growth` compares, in place of what an earlier scan of the same day left. Nothing
 * happens when the scan did not see everything below its roots, and when it can't be kept: it only answers a question. `allocated` is that of all
 * findings together, in bytes.
 */
export function keepSnapshot(host: Host, request: Asked, result: ScanResult, allocated: number): void {
  if (!sawEverything(request, result)) return;
  try {
    const directory = snapshotDirectory(host);
    makePrivateDirectory(directory, host.userId);
    const snapshot = snapshotOf(result, allocated, request.oneFileSystem);
    const bytes = encodeFitting(snapshot);
    if (bytes) replaceCacheFile(join(directory, snapshotName(snapshot)), bytes);
    boundSnapshots(host);
  } catch {
    // A full disk, or a directory of somebody else: there will be one day less to compare with.
  }
}

function sawEverything({ only, exclude, depth, idleDays }: Asked, { interrupted, roots }: ScanResult): boolean {
  const isNarrowed = only.length > 0 || exclude.length > 0 || depth !== null || idleDays !== null;
  return !interrupted && !isNarrowed && roots.length > 0;
}

/** At the finest grain at which it is small enough. */
function encodeFitting(snapshot: Snapshot): Uint8Array | undefined {
  for (const grain of GRAINS) {
    const bytes = encodeSnapshot(coarsened(snapshot, grain));
    if (bytes.length <= LARGEST_SNAPSHOT) return bytes;
  }
  return undefined;
}

/** Takes away what is old or of a day to come, and the oldest until the rest has room. Other names are left alone. */
export function boundSnapshots(host: Host, room: typeof ROOM_FOR_SNAPSHOTS = ROOM_FOR_SNAPSHOTS): void {
  const directory = snapshotDirectory(host);
  if (!isPrivate(directory, host.userId)) return;
  const oldest = dayOf(host.now() - OLDEST_DAYS * DAY_MS);
  const last = dayOf(host.now());
  const files = list(directory)
    .flatMap((name) => {
      const day = OUR_NAME.exec(name)?.[1];
      const found = day === undefined ? undefined : statusOrNothing(join(directory, name));
      return day !== undefined && found?.kind === "file" ? [{ path: join(directory, name), day, ...found }] : [];
    })
    .toSorted((a, b) => (a.day === b.day ? b.modified - a.modified : a.day < b.day ? 1 : -1));
  let used = 0;
  for (const [index, { path, day, allocated }] of files.entries()) {
    used += allocated;
    if (used > room.bytes || index >= room.files || day < oldest || day > last) removeOwnFile(path);
  }
}

function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
