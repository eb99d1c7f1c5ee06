import type { Analysis } from "../dedupe/analyse.ts";
import type { AllFiles } from "../dedupe/all-files.ts";
import { BYTECODE, STATED } from "../dedupe/file-table.ts";
import { uvArchiveStores, uvCacheDirectory } from "../environments/uv-cache-links.ts";
import type { CopiedByUv } from "../model/sharing.ts";
import { join, parentOf, type AbsolutePath } from "../model/path.ts";
import { extentReader } from "../system/extents.ts";
import { readText, statusOrNothing } from "../system/files.ts";
import type { Host } from "../system/host.ts";
import { mountOf, mounts } from "../system/mounts.ts";
import { whyNotWritable } from "../system/writable.ts";
import { copyingLinkMode } from "./uv-link-mode.ts";

/**
 * Why files that uv installed are copies, and the one setting that mends it; null where uv has linked them or another
 * tool installed them. uv tries to clone, then to link, then copies, and says so only once (`link-mode`, uv 0.13).
 */
export function whyCopied(host: Host, { files }: Analysis, environment: AbsolutePath): CopiedByUv | null {
  const index = files.tables.findIndex(({ root, kind }) => root === environment && kind === "environment");
  const table = files.tables[index];
  if (!table || !isCopied(files, index)) return null;
  const named = copyingLinkMode(host, environment);
  if (named !== null) return named;
  const cache = uvCacheDirectory(host);
  const [store] = uvArchiveStores(cache);
  const device = store === undefined ? undefined : statusOrNothing(store)?.device;
  if (device === undefined) {
    return { because: `uv's cache (${cache}) is not there any more, so that nothing is left to link to`, mend: null };
  }
  if (device !== table.device) {
    return {
      because: `uv's cache (${cache}) lies on another filesystem than the environment`,
      mend: `set UV_CACHE_DIR to a directory on the environment's filesystem, such as ${join(topFor(environment, table.device), ".uv-cache")}`,
    };
  }
  if (typeAt(host, environment) === "overlay") {
    return {
      because: "the environment lies in an overlay (a container's), where layers can't share files",
      mend: "set UV_CACHE_DIR to a directory in the same volume as the environment",
    };
  }
  return {
    because: "it was copied by an earlier setting, or its wheels have left the cache since",
    mend: "reinstall with uv (`uv sync --reinstall`, `uv pip install --reinstall`), or `pyshed dedupe --apply`",
  };
}

/** The highest directory above an environment, on its filesystem, in which this user may make a cache for all projects. */
function topFor(environment: AbsolutePath, device: number): AbsolutePath {
  let top = parentOf(environment);
  for (let above = parentOf(top); above !== parentOf(above); above = parentOf(above)) {
    if (statusOrNothing(above)?.device !== device || whyNotWritable(above) !== null) break;
    top = above;
  }
  return top;
}

const INSTALLER_READ = 64;

/** Most files of packages that uv installed have one link and share no blocks. */
function isCopied(files: AllFiles, table: number): boolean {
  const reader = extentReader();
  let single = 0;
  let several = 0;
  let byUv = false;
  for (let file = files.start(table); file < files.end(table); file++) {
    const isStated = (files.kind(file) & STATED) !== 0 && (files.kind(file) & BYTECODE) === 0;
    if (!isStated) continue;
    if (!byUv && files.name(file) === "INSTALLER") {
      byUv = readText(files.path(file), INSTALLER_READ)?.trim() === "uv";
    }
    const extents = files.links(file) > 1 ? undefined : reader?.read(files.path(file));
    if (files.links(file) > 1 || (extents && extents.isShared !== false)) several++;
    // What lies inline has no blocks to share, and so tells nothing.
    else if (!extents?.isInline) single++;
  }
  // uv writes a few files of its own into each package, which are never links.
  return byUv && several < single;
}

function typeAt(host: Host, path: AbsolutePath): string | undefined {
  try {
    return mountOf(path, mounts(host))?.type;
  } catch {
    // Nobody can say what is mounted: then it is not said to be an overlay.
    return undefined;
  }
}
