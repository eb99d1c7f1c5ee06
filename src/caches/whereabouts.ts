import { parentOf, type AbsolutePath } from "../model/path.ts";
import { codeOf, list, status } from "../system/files.ts";

/** `gone` only where that is sure; `unknown` when its disk may just not be there. */
export type Whereabouts = "there" | "gone" | "unknown";

/** Places below which other disks are put. */
const FOR_OTHER_DISKS = /^\/(mnt|media|run\/media|Volumes|net|autofs)(\/|$)/;

/**
 * Is a place that a tool has noted still there? When it is not, the nearest directory above it that exists decides: an
 * empty one may be where a disk is mounted at other times, and what cannot be read says nothing.
 */
export function whereaboutsOf(path: AbsolutePath): Whereabouts {
  try {
    if (status(path)) return "there";
    if (FOR_OTHER_DISKS.test(path)) return "unknown";
    let above = parentOf(path);
    while (!status(above)) above = parentOf(above);
    return list(above).length === 0 ? "unknown" : "gone";
  } catch (error) {
    // Below a file there is nothing; whatever else stands in the way hides the answer.
    return codeOf(error) === "ENOTDIR" ? "gone" : "unknown";
  }
}
