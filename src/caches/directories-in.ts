import { listEntries } from "../system/files.ts";
import type { AbsolutePath } from "../model/path.ts";

/** The names of the directories in a directory, links left out. Empty when it is not there or cannot be listed. */
export function directoriesIn(path: AbsolutePath): string[] {
  try {
    return listEntries(path).flatMap(({ name, kind }) => (kind === "directory" ? [name] : []));
  } catch {
    // What cannot be listed inside of a store was told as its problem when it was measured.
    return [];
  }
}
