import { isWithin, type AbsolutePath } from "../model/path.ts";
import type { Host } from "../system/host.ts";
import { isNetworkOrPseudo, mounts } from "../system/mounts.ts";
import type { IndexPlace } from "./index-store.ts";
import { LOOKED_BYTES } from "./looked-inodes.ts";
import { SHARED_BYTES, type WorkerSettings } from "./tasks.ts";

/** With `relatime` a read moves an access time of less than a day ago only before the next change (mount(8)). */
const DAY_MS = 86_400_000;

/** What every worker is told once: limits, mounts and the memory that they share. */
export function workerSettings(
  host: Host,
  limits: { readonly depth: number | null; readonly oneFileSystem: boolean },
  roots: readonly AbsolutePath[],
  index: IndexPlace | null = null,
): WorkerSettings {
  const mounted = mounts(host).toSorted((a, b) => b.path.length - a.path.length);
  const namedTypes = new Set(roots.map((root) => mounted.find(({ path }) => isWithin(root, path))?.type));
  return {
    shared: new SharedArrayBuffer(SHARED_BYTES),
    now: host.now(),
    depth: limits.depth,
    oneFileSystem: limits.oneFileSystem,
    index: index && { ...index, looked: new SharedArrayBuffer(LOOKED_BYTES) },
    neverProjects: [host.home, "/" as AbsolutePath],
    mounts: mounted.map(({ path, type, options }) => ({
      path,
      isClosed: isNetworkOrPseudo(type) && !namedTypes.has(type),
      accessTimeLagMs: options.includes("noatime") ? null : options.includes("relatime") ? DAY_MS : 0,
    })),
  };
}
