import { resolve } from "node:path";
import type { AbsolutePath } from "../model/path.ts";
import { status } from "../system/files.ts";
import type { Host } from "../system/host.ts";

/** True when there is something at the path, as the user wrote it; also when it may not be looked at. */
export function exists(host: Host, written: string): boolean {
  try {
    return status(resolve(host.currentDirectory, written) as AbsolutePath) !== undefined;
  } catch {
    // Something that cannot be looked at is for the scan to name.
    return true;
  }
}
