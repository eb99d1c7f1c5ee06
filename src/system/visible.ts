import type { AbsolutePath } from "../model/path.ts";
import { list, listEntries, type Entry } from "./files.ts";

/**
 * What can be seen of directories, for whoever goes by that: a directory that is not there or cannot be listed shows
 * nothing. Where it matters that something could not be read, the walk says so.
 */

export function namesIn(directory: AbsolutePath): string[] {
  return seen(() => list(directory));
}

export function entriesIn(directory: AbsolutePath): Entry[] {
  return seen(() => listEntries(directory));
}

function seen<Thing>(look: () => Thing[]): Thing[] {
  try {
    return look();
  } catch {
    // See above.
    return [];
  }
}
