import { parentOf, join, relativeTo, type AbsolutePath } from "../model/path.ts";
import { deepestThere } from "../execute/move/directories.ts";
import { realPath, statusOrNothing } from "../system/files.ts";
import { variable, type Host } from "../system/host.ts";
import { stateDirectories } from "../system/state-directories.ts";

export const VARIABLE = "PYTHONPYCACHEPREFIX";

/** Where the one cache for all lies, or would. */
export interface CentralPlace {
  readonly path: AbsolutePath;
  /** A directory, or a link to one, which Python follows. */
  readonly isThere: boolean;
  /** True when Python writes there where this shell starts it. */
  readonly isInEffect: boolean;
}

/** Where this shell's Python writes, else where pyshed would let it. A path that is not absolute means nothing. */
export function centralPlace(host: Host): CentralPlace {
  const named = variable(host, VARIABLE)?.replace(/(?<=.)\/+$/, "");
  const isInEffect = named !== undefined && named.startsWith("/");
  const path = isInEffect ? (named as AbsolutePath) : join(parentOf(stateDirectories(host).cache), "pycache");
  return { path, isInEffect, isThere: statusOrNothing(realCentral({ path }))?.kind === "directory" };
}

/** Why Python can keep nothing there, in a sentence, or null. */
export function whyNoCache({ path }: Pick<CentralPlace, "path">): string | null {
  const there = deepestThere(path);
  try {
    return statusOrNothing(realPath(there))?.kind === "directory" ? null : `${there} is no directory`;
  } catch {
    // It is there, so it is a link, and what it leads to is not, or may not be seen.
    return `${there} is a link that cannot be followed`;
  }
}

/** The cache's path with every link on the way resolved, also where it is not there yet. */
export function realCentral({ path }: Pick<CentralPlace, "path">): AbsolutePath {
  const there = deepestThere(path);
  try {
    const real = realPath(there);
    return there === path ? real : join(real, relativeTo(path, there));
  } catch {
    // A link to nothing is on the way: then nothing can be moved there, and that is said.
    return path;
  }
}
