import { copiesName } from "../model/cache-copies.ts";
import { isWithin, join, parentOf, relativeTo, type AbsolutePath } from "../model/path.ts";
import { Refusal } from "../model/refusal.ts";
import { formatBytes } from "../model/size.ts";
import { codeOf, realPath, statusOrNothing } from "../system/files.ts";
import { availableBytes } from "../system/free-space.ts";
import { copyNew, makeNewDirectory } from "../system/own-files-copy.ts";
import { identityAt } from "../system/place-identity.ts";
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

/** What is to be copied: from these stores, so many bytes. */
export interface ToCopy {
  readonly stores: readonly AbsolutePath[];
  readonly bytes: number;
  /** It goes so that its own file system has more room. */
  readonly isForRoom: boolean;
}

/**
 * Looks whether a directory can take a run's copies, and gives its real path. Throws `Refusal`: `backup-inside` when it
 * lies in one of the stores, `backup-full` when there is no room, `backup-frees-nothing` when the
 * room would be taken by the copies, `backup-unusable` when it is no directory.
 */
export function checkCopyPlace(named: AbsolutePath, { stores, bytes, isForRoom }: ToCopy): AbsolutePath {
  let real: AbsolutePath;
  try {
    real = realPath(named);
  } catch (cause) {
    throw new Refusal("backup-unusable", `${named} is not there (${codeOf(cause)})`, "make the directory first", {
      cause,
    });
  }
  if (statusOrNothing(real)?.kind !== "directory") {
    throw new Refusal("backup-unusable", `${named} is no directory`, "name a directory");
  }
  const around = stores.find((store) => isWithin(real, store));
  if (around !== undefined) {
    throw new Refusal("backup-inside", `${named} lies in ${around}, which is to be cleaned`, "name another directory");
  }
  const beside = isForRoom && stores.find((store) => identityAt(store)?.device === identityAt(real)?.device);
  if (beside) {
    throw new Refusal(
      "backup-frees-nothing",
      `${named} is on the disk of ${beside}: copies there take the room that is wanted`,
      "name a directory on another disk",
    );
  }
  const free = availableBytes(real);
  if (free === undefined || free < bytes + ROOM) {
    const room =
      free === undefined
        ? "nobody can say how much is free there"
        : `${formatBytes(free)} are free there, and ${formatBytes(ROOM)} are left for others`;
    throw new Refusal(
      "backup-full",
      `${named} has no room for copies of ${formatBytes(bytes)}: ${room}`,
      "name another directory",
    );
  }
  return real;
}

/** Makes the directory for a run's copies. Throws `Refusal` as `checkCopyPlace` does, and when it cannot be made. */
export function openCopyPlace(named: AbsolutePath, run: string, what: ToCopy): CopyPlace {
  const directory = join(checkCopyPlace(named, what), `pyshed-${run}`);
  try {
    makeNewDirectory(directory);
  } catch (cause) {
    throw new Refusal("backup-unusable", `${directory} cannot be made (${codeOf(cause)})`, "name another directory", {
      cause,
    });
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
      if (place !== root) makeAbove(copies, root, parentOf(place));
      const copied = await copyNew(place, place === root ? copies : join(copies, relativeTo(place, root)));
      files += copied.files;
      bytes += copied.bytes;
    }
    return { directory: copies, files, bytes };
  } catch (error) {
    return error instanceof Error && codeOf(error) === "ECHANGED" ? error.message : reasonFor(codeOf(error));
  }
}

/**
 * Makes what stands for a directory of the store, and for those above it up to the store itself. They are this run's
 * own, so they may be there already; they have the permissions that the store's own have, for a copy command gives
 * those back.
 */
function makeAbove(copies: AbsolutePath, root: AbsolutePath, directory: AbsolutePath): void {
  const target = directory === root ? copies : join(copies, relativeTo(directory, root));
  if (statusOrNothing(target)?.kind === "directory") return;
  if (directory !== root) makeAbove(copies, root, parentOf(directory));
  makeNewDirectory(target, statusOrNothing(directory)?.mode);
}
