import { resolve } from "node:path";
import { join, nameOf, parentOf, type AbsolutePath } from "../model/path.ts";
import { realPath } from "../system/files.ts";
import type { Host } from "../system/host.ts";

/**
 * Where something that the user wrote really is: links above it are resolved, it itself is not followed. What cannot
 * be looked at stays as it was written.
 */
export function realPlace(host: Host, written: string): AbsolutePath {
  const path = resolve(host.currentDirectory, written) as AbsolutePath;
  if (path === "/") return path;
  try {
    return join(realPath(parentOf(path)), nameOf(path));
  } catch {
    // It is only compared with what was found: then it equals nothing.
    return path;
  }
}
