import type { Problem } from "../model/finding.ts";
import { relativeTo, type AbsolutePath } from "../model/path.ts";
import { statusOrNothing, type Status } from "../system/files.ts";
import { filesBelow } from "./file-walk.ts";

/** Says of one file by its path below the entry ("" for the entry itself), whether its tool makes such. */
export type IsKnown = (relative: string, kind: Status["kind"]) => boolean;

/** Why our own step may not remove an entry of a store, as a clause; null when its tool makes every file in it. */
export function whyNotKnown(entry: AbsolutePath, tool: string, isKnown: IsKnown): string | null {
  const found = statusOrNothing(entry);
  if (!found) return `${entry} could not be looked at`;
  if (found.kind !== "directory") return isKnown("", found.kind) ? null : `${entry} is nothing that ${tool} makes`;
  let unread: Problem | undefined;
  for (const { path, status } of filesBelow(entry, (problem) => (unread ??= problem))) {
    if (!isKnown(relativeTo(path, entry), status.kind)) return `${path} is nothing that ${tool} makes`;
  }
  return unread ? `${unread.path} could not be read` : null;
}
