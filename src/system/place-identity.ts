import * as fs from "node:fs";
import type { AbsolutePath } from "../model/path.ts";
import type { Identity } from "../model/plan.ts";
import { toNative } from "./files.ts";

/**
 * What lies at a place now, to be compared later, exact to the nanosecond. Undefined when nothing is there, when it is
 * neither a file nor a directory (a link is never planned), or when it cannot be looked at.
 */
export function identityAt(path: AbsolutePath): Identity | undefined {
  const stats = lstat(path);
  const type = stats?.isDirectory() ? "directory" : stats?.isFile() ? "file" : undefined;
  if (!stats || !type) return undefined;
  return { device: String(stats.dev), inode: String(stats.ino), type, modified: String(stats.mtimeNs) };
}

/** The exact inode number, also above 2⁵³. Throws with a POSIX `code`. */
export function inodeOf(path: AbsolutePath): bigint {
  return fs.lstatSync(toNative(path), { bigint: true }).ino;
}

function lstat(path: AbsolutePath): fs.BigIntStats | undefined {
  try {
    return fs.lstatSync(toNative(path), { bigint: true, throwIfNoEntry: false });
  } catch {
    // Cannot be looked at: whoever compares finds it changed and leaves it.
    return undefined;
  }
}
