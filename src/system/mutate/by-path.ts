import * as fs from "node:fs";
import { toNative } from "../files.ts";
import type { AbsolutePath } from "../../model/path.ts";

/**
 * Changes by path, for platforms without calls by handle. Each does one thing to one name and follows no last link.
 * Errors are Node's own.
 */

/** Removes a file or a link, never a directory. */
export function removeFile(path: AbsolutePath): void {
  fs.unlinkSync(toNative(path));
}

/** Removes an empty directory. */
export function removeDirectory(path: AbsolutePath): void {
  fs.rmdirSync(toNative(path));
}

/** Moves to a new name. Replaces a file that is there: look first. */
export function rename(from: AbsolutePath, to: AbsolutePath): void {
  fs.renameSync(toNative(from), toNative(to));
}
