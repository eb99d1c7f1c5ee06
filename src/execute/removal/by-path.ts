import { isWithin, join, type AbsolutePath } from "../../model/path.ts";
import { codeOf, list, realPath, status, type Status } from "../../system/files.ts";
import type { Host } from "../../system/host.ts";
import { mounts } from "../../system/mounts.ts";
import { removeDirectory, removeFile } from "../../system/mutate/by-path.ts";
import { concluded, FAILURES_BORNE, reasonFor, skipped, type Expectation, type LeftBehind } from "./outcome.ts";
import type { RemovalOutcome, Target } from "./outcome.ts";

/**
 * Removal where the system offers no calls by handle. Every directory is looked at before and after it is listed and
 * again before each entry goes, and nothing is removed through one that has changed. On Linux anything mounted inside
 * stops it before anything goes; elsewhere only another device is noticed, when it is come to. Between the last look and
 * the removal a swap goes unnoticed: the outcome says `by path`, and this can't be trusted against others at work in the
 * same tree. Not tried on macOS and Windows machines.
 */
export function removeByPath(host: Host, target: Target, expected: Expectation): RemovalOutcome {
  const path = join(target.directory, target.name);
  const removed = { files: 0, directories: 0, bytes: 0 };
  const left: LeftBehind[] = [];
  let leftCount = 0;

  const found = lookAt(path);
  if (typeof found === "string")
    return skipped(found === "ENOENT" ? "it is gone already" : reasonFor(found), "by path");
  if (found.kind !== expected.kind || found.device !== expected.device || BigInt(found.inode) !== expected.inode) {
    return skipped("it is not what was planned any more", "by path");
  }
  if (lookAtDevice(target.directory) !== expected.device) return skipped("something is mounted there", "by path");
  const mounted = mountedIn(host, target);
  if (mounted !== null) return skipped(mounted, "by path");
  remove(path, found);
  return concluded("by path", removed, left, leftCount);

  /** True when it is gone. */
  function remove(place: AbsolutePath, seen: Status): boolean {
    if (leftCount >= FAILURES_BORNE) return false;
    try {
      if (seen.device !== expected.device) return leave(place, "MOUNT");
      if (seen.kind === "directory") {
        if (!emptyOut(place, seen)) return false;
        removeDirectory(place);
        removed.directories++;
      } else {
        removeFile(place);
        removed.files++;
        if (seen.links === 1) removed.bytes += seen.allocated;
      }
      return true;
    } catch (error) {
      return codeOf(error) === "ENOENT" || leave(place, codeOf(error));
    }
  }

  function emptyOut(directory: AbsolutePath, seen: Status): boolean {
    const names = list(directory);
    let isEmpty = true;
    for (const name of names) {
      if (!isSame(directory, seen)) return leave(directory, "CHANGED");
      const entry = status(join(directory, name));
      if (entry && !remove(join(directory, name), entry)) isEmpty = false;
    }
    return isEmpty;
  }

  function leave(place: AbsolutePath, code: string): false {
    leftCount++;
    left.push({ path: place, code, reason: reasonFor(code) });
    return false;
  }
}

/** Why what is mounted forbids it, or null. */
function mountedIn(host: Host, { directory, name }: Target): string | null {
  try {
    const real = join(realPath(directory), name);
    const inside = mounts(host).find(({ path }) => isWithin(path, real));
    return inside ? `something is mounted in it, at ${inside.path}` : null;
  } catch (error) {
    return `nobody can tell what is mounted in it (${codeOf(error)})`;
  }
}

function isSame(directory: AbsolutePath, seen: Status): boolean {
  const now = status(directory);
  return now?.kind === "directory" && now.inode === seen.inode && now.device === seen.device;
}

function lookAt(path: AbsolutePath): Status | string {
  try {
    return status(path) ?? "ENOENT";
  } catch (error) {
    return codeOf(error);
  }
}

function lookAtDevice(path: AbsolutePath): number | undefined {
  const seen = lookAt(path);
  return typeof seen === "string" ? undefined : seen.device;
}
