import { join, nameOf, type AbsolutePath } from "../model/path.ts";
import { namesIn } from "../system/visible.ts";
import type { Host } from "../system/host.ts";
import { identityAt } from "../system/place-identity.ts";
import { ancestors, dataHome } from "../system/state-directories.ts";
import type { IntentRecord } from "./journal-records.ts";
import { isSameThing } from "./recheck.ts";
import type { TrashedItem } from "./trash/trash.ts";

/**
 * Looks for a thing by device and inode in the trash directories where it may lie. Only for when the line of the
 * journal that names its place was lost with the power.
 */
export function findInTrash(host: Host, intent: IntentRecord): TrashedItem | undefined {
  const home = join(dataHome(host), "Trash");
  const volumes = ancestors(intent.path).flatMap((top) => [
    join(join(top, ".Trash"), String(host.userId)),
    join(top, `.Trash-${host.userId}`),
  ]);
  for (const trashDirectory of [home, ...volumes]) {
    const name = nameIn(join(trashDirectory, "files"), intent);
    if (name !== undefined) return itemOf(intent, trashDirectory, name);
  }
  return undefined;
}

function nameIn(files: AbsolutePath, { path, identity }: IntentRecord): string | undefined {
  // A name in the trash begins with the thing's own, cut where it is too long.
  const beginning = nameOf(path).slice(0, 20);
  return namesIn(files).find((name) => {
    const now = name.startsWith(beginning) ? identityAt(join(files, name)) : undefined;
    return now !== undefined && isSameThing(identity, now);
  });
}

function itemOf({ path, identity, at }: IntentRecord, trashDirectory: AbsolutePath, name: string): TrashedItem {
  return {
    trashDirectory,
    name,
    originalPath: path,
    device: Number(identity.device),
    inode: identity.inode,
    kind: identity.type,
    trashedAt: Date.parse(at),
  };
}
