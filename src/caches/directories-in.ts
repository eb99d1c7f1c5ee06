import { entriesIn } from "../system/visible.ts";
import type { AbsolutePath } from "../model/path.ts";

/** The names of the directories in a directory, links left out. Empty when it is not there or cannot be listed. */
export function directoriesIn(path: AbsolutePath): string[] {
  return entriesIn(path).flatMap(({ name, kind }) => (kind === "directory" ? [name] : []));
}
