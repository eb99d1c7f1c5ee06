import * as fs from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { AbsolutePath } from "../model/path.ts";
import { findSystemProgram, run } from "./commands.ts";
import { toNative } from "./files.ts";
import type { Host } from "./host.ts";

/** Free bytes on a filesystem. */
export interface FreeSpace {
  readonly bytes: bigint;
  /** False when readings kept changing: somebody else is writing there, or the filesystem frees late. */
  readonly isSettled: boolean;
}

const PAUSE_MS = 50;

/**
 * Free bytes on the filesystem that holds the path, once two readings after a sync agree or the time is over.
 * Undefined when it cannot be read.
 */
export async function settledFreeSpace(
  host: Host,
  path: AbsolutePath,
  limitMs: number,
): Promise<FreeSpace | undefined> {
  const deadline = host.now() + limitMs;
  let before: bigint | undefined;
  while (true) {
    await syncFileSystem(host, path, Math.max(1000, deadline - host.now()));
    const bytes = freeBytes(path);
    if (bytes === undefined || bytes === before) return bytes === undefined ? undefined : { bytes, isSettled: true };
    // Where a sync takes longer than that, there is one reading to compare with nonetheless.
    if (before !== undefined && host.now() >= deadline) return { bytes, isSettled: false };
    before = bytes;
    await sleep(PAUSE_MS);
  }
}

/** What a user may still write there, in bytes, as `df` shows it; undefined when it cannot be read. */
export function availableBytes(path: AbsolutePath): number | undefined {
  try {
    const { bavail, bsize } = fs.statfsSync(toNative(path), { bigint: true });
    return Number(bavail * bsize);
  } catch {
    // The place is gone or the platform cannot say: whoever asks must do without.
    return undefined;
  }
}

/** What `statfs` says now, in bytes; undefined when it cannot be read. */
export function freeBytes(path: AbsolutePath): bigint | undefined {
  try {
    const { bfree, bsize } = fs.statfsSync(toNative(path), { bigint: true });
    return bfree * bsize;
  } catch {
    // The place is gone or the platform cannot say: nothing is measured then, and that is said.
    return undefined;
  }
}

/** True when less than a twentieth of the filesystem is free for this user; false when nobody can say. */
export function isNearlyFull(path: AbsolutePath): boolean {
  try {
    const { bavail, blocks, files, ffree } = fs.statfsSync(toNative(path), { bigint: true });
    return blocks > 0n && (bavail * 20n < blocks || (files > 0n && ffree * 20n < files));
  } catch {
    // It only decides whether a warning is shown.
    return false;
  }
}

/** A program does it, so that a slow disk doesn't stop this process; without one the readings alone must do. */
async function syncFileSystem(host: Host, path: AbsolutePath, timeLimitMs: number): Promise<void> {
  const program = host.platform === "win32" ? undefined : findSystemProgram(host, "sync");
  if (program) await run(host, program, host.platform === "linux" ? ["-f", path] : [], { timeLimitMs });
}
