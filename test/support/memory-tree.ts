import { accessSync, constants, mkdirSync, mkdtempSync, realpathSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { AbsolutePath } from "../../src/model/path.ts";

const SHARED_MEMORY = "/dev/shm";

/**
 * A directory on a file system in memory where there is one: for trees of very many entries. Removed when the running
 * test ends, by `rm`, which knows trees deeper than a path may be long.
 */
export function memoryTree(): AbsolutePath {
  const path = realpathSync(mkdtempSync(join(memory(), "pyshed-test-")));
  onTestFinished(() => void execFileSync("rm", ["-rf", path]));
  return path as AbsolutePath;
}

/** A directory on a file system in memory, or the temporary directory where there is none. */
export function memory(): string {
  return isWritable(SHARED_MEMORY) ? SHARED_MEMORY : tmpdir();
}

/** A directory in it. */
export function made(...parts: string[]): AbsolutePath {
  const path = join(...parts);
  mkdirSync(path, { recursive: true });
  return path as AbsolutePath;
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    // Then the ordinary temporary directory has to do.
    return false;
  }
}
