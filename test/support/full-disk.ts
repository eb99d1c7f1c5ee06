import { execFileSync } from "node:child_process";
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { AbsolutePath } from "../../src/model/path.ts";

/** Four mebibytes and 300 inodes in memory. Needs root. */
export function smallTmpfs(): AbsolutePath {
  const directory = mkdtempSync(join(tmpdir(), "pyshed-disk-"));
  execFileSync("mount", ["-t", "tmpfs", "-o", "size=4m,nr_inodes=300", "tmpfs", directory]);
  onTestFinished(() => {
    execFileSync("umount", [directory]);
    rmSync(directory, { recursive: true });
  });
  return directory as AbsolutePath;
}

/** Fills a disk until no byte and no inode is left. */
export function fill(disk: string): void {
  mkdirSync(join(disk, "fill"));
  for (const size of [65_536, 4096, 512, 1]) {
    const descriptor = openSync(join(disk, "fill", `bytes-${size}`), "w");
    try {
      for (;;) writeSync(descriptor, Buffer.alloc(size, 1));
    } catch {
      // Full, as it should be.
    } finally {
      closeSync(descriptor);
    }
  }
  try {
    for (let index = 0; ; index++) writeFileSync(join(disk, "fill", `inode-${index}`), "");
  } catch {
    // No inode left, or no room for the name of one more.
  }
}
