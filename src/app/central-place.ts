import { parentOf, join, type AbsolutePath } from "../model/path.ts";
import { statusOrNothing } from "../system/files.ts";
import { variable, type Host } from "../system/host.ts";
import { stateDirectories } from "../system/state-directories.ts";

export const VARIABLE = "PYTHONPYCACHEPREFIX";

/** Where the one cache for all lies, or would. */
export interface CentralPlace {
  readonly path: AbsolutePath;
  readonly isThere: boolean;
  /** True when Python writes there where this shell starts it. */
  readonly isInEffect: boolean;
}

/** Where this shell's Python writes, else where pyshed would let it. A path that is not absolute means nothing. */
export function centralPlace(host: Host): CentralPlace {
  const named = variable(host, VARIABLE)?.replace(/(?<=.)\/+$/, "");
  const isInEffect = named !== undefined && named.startsWith("/");
  const path = isInEffect ? (named as AbsolutePath) : join(parentOf(stateDirectories(host).cache), "pycache");
  return { path, isInEffect, isThere: statusOrNothing(path)?.kind === "directory" };
}
