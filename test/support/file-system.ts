import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { AbsolutePath } from "../../src/model/path.ts";

/** A file system of its own in memory, which knows at once and to the page what is free. Needs root. */
export function ownMemoryFileSystem(options: string): AbsolutePath {
  const directory = ownDirectory();
  execFileSync("mount", ["-t", "tmpfs", "-o", options, "tmpfs", directory]);
  // What is to be undone is undone in reverse.
  onTestFinished(() => void execFileSync("umount", [directory]));
  return directory;
}

function ownDirectory(): AbsolutePath {
  const directory = mkdtempSync(join(tmpdir(), "pyshed-disk-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  return directory as AbsolutePath;
}

/** Bytes: with less, what such file systems hold lies on the disk, and tests side by side wait for it. */
const MEMORY = 6 * 2 ** 30;

/** A file system of its own on a loop device, so that nobody else's writes disturb the figures. Needs root. */
export function ownFileSystem(
  type: "ext4" | "xfs" | "btrfs",
  megabytes: number,
  options: readonly string[] = [],
): AbsolutePath {
  const directory = totalmem() < MEMORY ? ownDirectory() : ownMemoryFileSystem("size=90%");
  const image = join(directory, "image");
  const mount = join(directory, "mount");
  mkdirSync(mount);
  execFileSync("truncate", ["-s", `${megabytes}M`, image]);
  execFileSync(`mkfs.${type}`, type === "ext4" ? ["-q", "-F", ...options, image] : ["-q", "-f", ...options, image]);
  execFileSync("mount", ["-o", "loop", image, mount]);
  onTestFinished(() => void execFileSync("umount", [mount]));
  return mount as AbsolutePath;
}
