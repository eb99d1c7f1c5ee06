import { lstatSync } from "node:fs";
import { dirname, basename } from "node:path";
import { thisHost, type Host } from "../../src/system/host.ts";
import { toNative } from "../../src/system/files.ts";
import type { AbsolutePath } from "../../src/model/path.ts";
import type { Expectation, Target } from "../../src/execute/removal/outcome.ts";

/** What a plan would hold of a place that is there now. */
export function expectationOf(path: string): Expectation {
  const stats = lstatSync(toNative(path), { bigint: true });
  const kind = stats.isFile() ? "file" : stats.isDirectory() ? "directory" : stats.isSymbolicLink() ? "link" : "other";
  return { device: Number(stats.dev), inode: stats.ino, kind };
}

export function targetOf(path: string): Target {
  return { directory: dirname(path) as AbsolutePath, name: basename(path) };
}

/** This machine, with a home and environment of a test's own. */
export function hostWith(home: AbsolutePath, environment: Readonly<Record<string, string>>): Host {
  return { ...thisHost(), home, environment };
}

export const IS_ROOT = process.getuid?.() === 0;
