import { join } from "../model/path.ts";
import type { IndexPlace } from "../scan/index-store.ts";
import type { Host } from "../system/host.ts";
import { stateDirectories } from "../system/state-directories.ts";
import packageJson from "../../package.json" with { type: "json" };

/** Where this version's scans leave what they have counted. */
export function indexPlace(host: Host): IndexPlace {
  return {
    directory: join(stateDirectories(host).cache, "index"),
    userId: host.userId,
    version: packageJson.version,
  };
}
