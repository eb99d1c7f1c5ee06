import { isWithin, type AbsolutePath } from "../model/path.ts";
import type { WorkerSettings } from "./tasks.ts";

interface OnDevice {
  readonly device: number;
}

/** Decides where one file system ends and another begins. */
export interface Boundaries {
  /** May a search that started on `device` go into this directory? */
  mayEnter(path: AbsolutePath, entry: OnDevice, device: number): boolean;
  /** Is something else mounted here? A bind mount has the same device, so the mount table is asked too. */
  isMount(path: AbsolutePath, entry: OnDevice, device: number): boolean;
  /** Is anything mounted below this directory? */
  holdsMounts(directory: AbsolutePath): boolean;
  /** How much later than its access time a file here may have been read; null where reading does not move it. */
  accessTimeLagMs(path: AbsolutePath): number | null;
}

/** Where nothing is known of mounts. */
const EXACT = { accessTimeLagMs: 0 };

export function boundaries(settings: WorkerSettings): Boundaries {
  const mounts = new Map(settings.mounts.map((mount) => [mount.path, mount]));
  const isMount = (path: AbsolutePath, entry: OnDevice, device: number): boolean =>
    entry.device !== device || mounts.has(path);
  return {
    isMount,
    mayEnter: (path, entry, device) =>
      !mounts.get(path)?.isClosed && (!settings.oneFileSystem || !isMount(path, entry, device)),
    holdsMounts: (directory) => settings.mounts.some(({ path }) => path !== directory && isWithin(path, directory)),
    accessTimeLagMs: (path) => (settings.mounts.find((mount) => isWithin(path, mount.path)) ?? EXACT).accessTimeLagMs,
  };
}
