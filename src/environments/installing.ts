import type { AbsolutePath } from "../model/path.ts";
import { statusOrNothing } from "../system/files.ts";

/** An installation writes its files within so many milliseconds, also one that was copied. */
const INSTALLING_MS = 600_000;

/**
 * The latest time, in milliseconds since the epoch, that a file can have which was written together with this one;
 * `Infinity` when nobody knows. A distribution's list of files is written last.
 */
export function writtenBy(path: AbsolutePath): number {
  const written = statusOrNothing(path)?.modified;
  return written === undefined ? Infinity : written + INSTALLING_MS;
}
