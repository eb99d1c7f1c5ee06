import * as v from "valibot";
import { chooseSnapshots, compareSnapshots, GRAINS, type Growth, type Snapshot } from "../model/growth.ts";
import { isPlain, join, type AbsolutePath } from "../model/path.ts";
import { read } from "../system/files.ts";
import { namesIn } from "../system/visible.ts";
import type { Host } from "../system/host.ts";
import { isPrivate, isPrivateFile } from "../system/own-files.ts";
import { LARGEST_SNAPSHOT, snapshotDirectory, snapshotName } from "./keep-snapshot.ts";

/** What has been kept of scans, and two of them compared. */
export interface GrowthAnswer {
  /** What was asked for: milliseconds since the epoch. */
  readonly since: number;
  /** Null when no two scans of the same roots have been kept. */
  readonly growth: Growth | null;
  /** Of all that have been kept, or null when there is none. */
  readonly newest: Pick<Snapshot, "at" | "roots"> | null;
}

/** What has grown for at least so many milliseconds, by what scans have left. Reads only. */
export function growth(host: Host, forMs: number): GrowthAnswer {
  const since = host.now() - forMs;
  const snapshots = readSnapshots(host).toSorted((a, b) => b.at - a.at);
  const chosen = chooseSnapshots(snapshots, since);
  return { since, growth: chosen && compareSnapshots(chosen.before, chosen.now), newest: snapshots[0] ?? null };
}

/** Every snapshot that can be used; what is damaged, another user's or of a time to come is passed over. */
export function readSnapshots(host: Host): Snapshot[] {
  const directory = snapshotDirectory(host);
  if (!isPrivate(directory, host.userId)) return [];
  const names = namesIn(directory).filter((name) => name.endsWith(".json"));
  return names.flatMap((name) => {
    const file = join(directory, name);
    const snapshot = isPrivateFile(file, host.userId) ? readSnapshot(file) : undefined;
    return snapshot && snapshotName(snapshot) === name && snapshot.at <= host.now() ? [snapshot] : [];
  });
}

function readSnapshot(file: AbsolutePath): Snapshot | undefined {
  try {
    return v.parse(snapshotSchema, JSON.parse(read(file, LARGEST_SNAPSHOT).toString()));
  } catch {
    // Unreadable, damaged or of another version: a day less to compare with.
    return undefined;
  }
}

const path = v.custom<AbsolutePath>((text) => typeof text === "string" && isPlain(text));
const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
/** As far as a date reaches (ECMA-262, 21.4.1.1). */
const time = v.pipe(whole, v.maxValue(8.64e15));

const snapshotSchema = v.pipe(
  v.strictObject({
    schema: v.literal("pyshed.snapshot/1"),
    at: time,
    roots: v.pipe(v.array(path), v.minLength(1)),
    oneFileSystem: v.boolean(),
    allocated: whole,
    grain: v.picklist(GRAINS),
    places: v.array(
      v.strictObject({
        path,
        artifact: v.nullable(v.string()),
        project: v.nullable(path),
        findings: whole,
        allocated: whole,
      }),
    ),
    unread: v.array(path),
  }),
  v.transform(({ at, roots, oneFileSystem, allocated, grain, places, unread }): Snapshot => {
    return { at, roots, oneFileSystem, allocated, grain, places, unread };
  }),
);
