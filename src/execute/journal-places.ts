import { join, type AbsolutePath } from "../model/path.ts";
import { variable, type Host } from "../system/host.ts";
import { isPrivate } from "../system/own-files.ts";
import { stateDirectories } from "../system/state-directories.ts";

/** Where journals may lie. */
export interface JournalPlace {
  readonly kind: "state" | "elsewhere";
  /** Holds `lock` and `runs/`. */
  readonly directory: AbsolutePath;
}

/**
 * The state directory first; then, for when nothing can be written there (a full disk, a read-only home), what lies in
 * memory or on another disk. Those are gone after a restart, so they are good enough only for what cannot be undone.
 */
export function journalPlaces(host: Host): JournalPlace[] {
  const { state, runtime } = stateDirectories(host);
  const shared = `pyshed-${host.userId}`;
  const temporary = variable(host, "TMPDIR") ?? variable(host, "TEMP")?.replaceAll("\\", "/") ?? "/tmp";
  const elsewhere = [
    runtime,
    /^(\/|[A-Za-z]:\/)/.test(temporary) ? join(temporary as AbsolutePath, shared) : undefined,
    host.platform === "linux" ? join("/dev/shm" as AbsolutePath, shared) : undefined,
  ];
  return [
    { kind: "state", directory: state },
    ...elsewhere.flatMap((directory) => (directory === undefined ? [] : [{ kind: "elsewhere" as const, directory }])),
  ];
}

/**
 * True when nobody else can have put anything there: the place and the journals' own directory belong to the user
 * alone. `/dev/shm` and `/tmp` are open to everybody, so somebody else may have been there first.
 */
export function isTrusted(place: JournalPlace, userId: number): boolean {
  return isPrivate(place.directory, userId) && isPrivate(runsIn(place), userId);
}

export function runsIn(place: JournalPlace): AbsolutePath {
  return join(place.directory, "runs");
}

export function lockIn(place: JournalPlace): AbsolutePath {
  return join(place.directory, "lock");
}

/** What a directory is called while this step of this run deletes it, beside its own place. */
export function asideName(run: string, step: string): string {
  return `.pyshed-${run}-${step}`;
}

export function journalFile(runs: AbsolutePath, run: string): AbsolutePath {
  return join(runs, `${run}.ndjson`);
}
