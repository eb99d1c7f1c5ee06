import { join } from "../model/path.ts";
import type { IndexPlace } from "../scan/index-store.ts";
import type { Host } from "../system/host.ts";
import { stateDirectories } from "../system/state-directories.ts";

/** Where the scans of one version of the program leave what they have counted. */
export function indexPlace(host: Host, version: string): IndexPlace {
  return {
    directory: join(stateDirectories(host).cache, "index"),
    userId: host.userId,
    version,
  };
}
