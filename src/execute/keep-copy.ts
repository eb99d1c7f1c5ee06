import { copiesName } from "../model/cache-copies.ts";
import { isWithin, join, parentOf, relativeTo, type AbsolutePath } from "../model/path.ts";
import { Refusal } from "../model/refusal.ts";
import { codeOf, realPath, statusOrNothing } from "../system/files.ts";
import { availableBytes } from "../system/free-space.ts";
import { copyNew, makeNewDirectory } from "../system/own-files-copy.ts";
import { reasonFor } from "./removal/outcome.ts";
import type { KeptCopy } from "./task.ts";

/**
 * Keeps copies of what is about to go, below a directory that the user named: `DIR/pyshed-RUN/STORE-ID/…` with the paths
 * as they are below the store, so that one copy command puts all of it back. It guarantees that nothing in DIR is
 * written over, and that a thing of which no whole copy could be made stays. It cannot keep what an owner takes beyond
 * what the plan foresaw.
 */
export interface CopyPlace {
  /** Made by this run. */
  readonly directory: AbsolutePath;
}

/** What is left for everybody else on the file system that takes the copies. */
const ROOM = 64 * 1024 * 1024;

/**
 * Makes the directory for a run's copies. Throws `Refusal`: `backup-inside` when it would lie in one of the stores,
 * `backup-full` when there is no room for `bytes`, `backup-unusable` when it cannot be made.
 */
export function openCopyPlace(named: AbsolutePath, run: string, stores: readonly AbsolutePath[], bytes: number): CopyPlace {
  let real: AbsolutePath;
  try {
    real = realPath(named);
  } catch (cause) {
    throw new Refusal("backup-unusable", `${named} is not there (${codeOf(cause)})`, "make the directory first", { cause });
  }
  if (statusOrNothing(real)?.kind !== "directory") {
    throw new Refusal("backup-unusable", `${named} is no directory`, "name a directory");
  }
  const around = stores.find((store) => isWithin(real, store));
  if (around !== undefined) {
    throw new Refusal("backup-inside", `${named} lies in ${around}, which is to be cleaned`, "name another directory");
  }
  const free = availableBytes(real);
  if (free === undefined || free < bytes + ROOM) {
    const room = free === undefined ? "nobody can say how much is free there" : `${free} bytes are free there`;
    throw new Refusal("backup-full", `${named} has no room for copies of ${bytes} bytes: ${room}`, "name another directory");
  }
  const directory = join(real, `pyshed-${run}`);
  try {
    makeNewDirectory(directory);
  } catch (cause) {
    throw new Refusal("backup-unusable", `${directory} cannot be made (${codeOf(cause)})`, "name another directory", { cause });
  }
  return { directory };
}

/** Where the copies of one store lie. */
export function copiesOf({ directory }: CopyPlace, store: string, cache: string): AbsolutePath {
  return join(directory, copiesName(store, cache));
}

/** Copies these places, as far as they are there. A text says why that could not be done. */
export async function keepCopy(
  copies: AbsolutePath,
  root: AbsolutePath,
  places: readonly AbsolutePath[],
): Promise<KeptCopy | string> {
  let [files, bytes] = [0, 0];
  try {
    for (const place of places) {
      if (!statusOrNothing(place)) continue;
      const target = join(copies, relativeTo(place, root));
      makeAbove(target);
      const copied = await copyNew(place, target);
      files += copied.files;
      bytes += copied.bytes;
    }
    return { directory: copies, files, bytes };
  } catch (error) {
    return error instanceof Error && codeOf(error) === "ECHANGED" ? error.message : reasonFor(codeOf(error));
  }
}

/** The directories above it are this run's own: they are made one after the other, and may be there already. */
function makeAbove(path: AbsolutePath): void {
  const above = parentOf(path);
  if (statusOrNothing(above)?.kind === "directory") return;
  makeAbove(above);
  makeNewDirectory(above);
}
