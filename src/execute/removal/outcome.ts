import type { AbsolutePath } from "../../model/path.ts";

/** What the plan saw at a place. Whatever is not exactly this is left alone. */
export interface Expectation {
  /** As Node's `stats.dev`. */
  readonly device: number;
  readonly inode: bigint;
  readonly kind: "file" | "directory" | "link" | "other";
  /** The mount's number where it was seen; it is compared only when both are known. */
  readonly mountId?: number;
}

/** A place: a directory without links in its path, and the name of an entry of it. */
export interface Target {
  readonly directory: AbsolutePath;
  readonly name: string;
}

/** How well a removal is guarded against others who change the tree meanwhile. */
export type Guarantee =
  /** Every step is relative to an open directory: nothing can lead it outside. */
  | "by handle"
  /** Each path is checked just before it is used: a swap in between is noticed late or never. */
  | "by path";

export interface LeftBehind {
  readonly path: AbsolutePath;
  /** A POSIX error name, or `CHANGED`, `MOUNT`. */
  readonly code: string;
  readonly reason: string;
}

/** What went. Bytes are those on disk of files whose last link went. */
export interface Removed {
  readonly files: number;
  readonly directories: number;
  readonly bytes: number;
}

export interface RemovalOutcome {
  /**
   * - `done`: nothing is left of it
   * - `skipped`: it was not touched, because it is not what was planned
   * - `failed`: it was tried and everything is still there
   * - `partial`: some of it went
   */
  readonly status: "done" | "skipped" | "failed" | "partial";
  /** One sentence; null when done. */
  readonly reason: string | null;
  readonly guarantee: Guarantee;
  readonly removed: Removed;
  /** What could not be removed: at most `LEFT_SHOWN` of `leftCount`. */
  readonly left: readonly LeftBehind[];
  readonly leftCount: number;
}

export const LEFT_SHOWN = 100;
/** After so many failures an item is given up: the rest of it would fail in the same way. */
export const FAILURES_BORNE = 1_000;

export const NOTHING_REMOVED: Removed = { files: 0, directories: 0, bytes: 0 };

export function skipped(reason: string, guarantee: Guarantee): RemovalOutcome {
  return { status: "skipped", reason, guarantee, removed: NOTHING_REMOVED, left: [], leftCount: 0 };
}

/** The outcome of an attempt, from what went and what is left. */
export function concluded(
  guarantee: Guarantee,
  removed: Removed,
  left: readonly LeftBehind[],
  leftCount: number,
): RemovalOutcome {
  const shown = left.slice(0, LEFT_SHOWN);
  if (leftCount === 0) return { status: "done", reason: null, guarantee, removed, left: shown, leftCount };
  const status = removed.files + removed.directories > 0 ? "partial" : "failed";
  const first = shown[0];
  const more = leftCount > 1 ? ` (and ${leftCount - 1} more)` : "";
  const reason = first ? `${first.path}: ${first.reason}${more}` : "something could not be removed";
  return { status, reason, guarantee, removed, left: shown, leftCount };
}

const REASONS: Readonly<Record<string, string>> = {
  CHANGED: "it changed while it was being removed",
  MOUNT: "something is mounted there",
  EACCES: "permission denied",
  EPERM: "the system does not permit it: it belongs to somebody else or is protected",
  IMMUTABLE: "it is marked immutable or append-only (see lsattr)",
  EROFS: "the filesystem is read-only",
  EBUSY: "it is in use by the system",
  ENOTEMPTY: "new entries keep appearing in it",
  ENOSPC: "no space is left on the filesystem",
  EDQUOT: "the disk quota is used up",
  EIO: "the disk reported an error",
  EXDEV: "it came with a lower layer of an overlay, such as a container's image, and cannot be moved",
  ESTALE: "the network filesystem lost it",
  STOPPED: "it was stopped",
  TOO_MANY: "too much of it could not be removed",
  GIVEN_UP: "the rest of it was not tried",
  BROKEN: "a thread that worked on it broke down",
  MOVED: "a directory was moved away while it was being removed",
};

export function reasonFor(code: string): string {
  return REASONS[code] ?? `the system said ${code}`;
}

/** What one entry meets, all others of the filesystem meet too. */
export function isHopeless(code: string): boolean {
  return ["EROFS", "EIO", "ESTALE", "ENOTCONN", "ETIMEDOUT", "ENOSYS"].includes(code);
}
