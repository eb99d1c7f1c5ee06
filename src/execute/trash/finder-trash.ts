import { join, parentOf, type AbsolutePath } from "../../model/path.ts";
import { codeOf, status } from "../../system/files.ts";
import { inodeOf } from "../../system/place-identity.ts";
import type { Host } from "../../system/host.ts";
import { rename } from "../../system/mutate/by-path.ts";
import { removeTree } from "../remove-tree.ts";
import { reasonFor, type Expectation } from "../removal/outcome.ts";
import { expectationOf } from "./restore-from-trash.ts";
import { ONLY_PERMANENT, type ItemState, type RestoreOutcome, type Trash, type TrashedItem } from "./trash.ts";

/**
 * The trash of macOS: a rename into `~/.Trash`. Finder's own "Put Back" does not know these items, pyshed does.
 * Works by path: the item is compared before and after the move, and in between others could interfere. Not tried on a
 * real machine.
 */
export function finderTrash(host: Host): Trash {
  const directory = join(host.home, ".Trash");
  return {
    title: "the Trash",
    trashItem(target, expected, options = {}) {
      const path = join(target.directory, target.name);
      if (!isIt(path, expected)) return { status: "skipped", reason: "it is not what was planned any more" };
      const trashedAt = host.now();
      const name = freeName(directory, target.name, trashedAt);
      const item: TrashedItem = {
        trashDirectory: directory,
        name,
        originalPath: path,
        device: expected.device,
        inode: String(expected.inode),
        kind: expected.kind,
        trashedAt,
      };
      options.beforeMove?.(item);
      try {
        rename(path, join(directory, name));
      } catch (error) {
        const code = codeOf(error);
        const reason = code === "EXDEV" ? "its filesystem has no trash" : reasonFor(code);
        return { status: "failed", code, reason, hint: ONLY_PERMANENT };
      }
      if (isIt(join(directory, name), expected)) return { status: "done", item };
      return { status: "misplaced", reason: "another one had taken its place: it is in the trash", item };
    },
    restoreItem,
    purgeItem: (item, options) =>
      removeTree(host, { directory: item.trashDirectory, name: item.name }, expectationOf(item), options),
    stateOf,
  };
}

function restoreItem(item: TrashedItem): RestoreOutcome {
  const place = join(item.trashDirectory, item.name);
  if (stateOf(item) === "in place") return { status: "done" };
  if (!isIt(place, expectationOf(item))) return { status: "skipped", reason: "it is not in the trash any more" };
  try {
    if (status(parentOf(item.originalPath))?.kind !== "directory") {
      return { status: "skipped", reason: `its directory ${parentOf(item.originalPath)} does not exist any more` };
    }
    if (status(item.originalPath)) {
      return { status: "skipped", reason: "something else is there now, and nothing is overwritten" };
    }
    rename(place, item.originalPath);
    return { status: "done" };
  } catch (error) {
    return { status: "failed", code: codeOf(error), reason: reasonFor(codeOf(error)) };
  }
}

function stateOf(item: TrashedItem): ItemState {
  if (isIt(join(item.trashDirectory, item.name), expectationOf(item))) return "in trash";
  return isIt(item.originalPath, expectationOf(item)) ? "in place" : "gone";
}

function isIt(path: AbsolutePath, expected: Expectation): boolean {
  try {
    const seen = status(path);
    return seen?.kind === expected.kind && seen.device === expected.device && inodeOf(path) === expected.inode;
  } catch {
    // Not to be seen: then it is not believed to be the one.
    return false;
  }
}

/** As Finder does: the time is added to a name that is taken. */
function freeName(directory: AbsolutePath, name: string, now: number): string {
  for (let attempt = 0; ; attempt++) {
    const candidate = attempt === 0 ? name : `${name} ${now}${attempt > 1 ? ` ${attempt}` : ""}`;
    if (!status(join(directory, candidate))) return candidate;
  }
}
