import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { AbsolutePath } from "../../src/model/path.ts";
import { ownMemoryFileSystem } from "./file-system.ts";

/** Four mebibytes and 300 inodes in memory. Needs root. */
export function smallTmpfs(): AbsolutePath {
  return ownMemoryFileSystem("size=4m,nr_inodes=300");
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
