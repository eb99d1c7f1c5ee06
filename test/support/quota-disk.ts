import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { AbsolutePath } from "../../src/model/path.ts";
import { ownFileSystem } from "./file-system.ts";
import { becoming, giveTo, NOBODY, openToAll } from "./ordinary-user.ts";

/** Filesystems with quotas, each with a directory that `nobody` may fill up to eight MiB. They need root. */
export const quotaDisks = {
  /** A quota of a subvolume: `btrfs` of btrfs-progs. */
  btrfs(): AbsolutePath {
    const disk = ownFileSystem("btrfs", 128);
    execFileSync("btrfs", ["quota", "enable", disk]);
    execFileSync("btrfs", ["subvolume", "create", join(disk, "top")], { stdio: "ignore" });
    execFileSync("btrfs", ["quota", "rescan", "-w", disk], { stdio: "ignore" });
    execFileSync("btrfs", ["qgroup", "limit", "8M", join(disk, "top")]);
    return handedOver(disk);
  },
  /** A user's quota: `setquota` of Debian's package `quota`. */
  ext4(): AbsolutePath {
    const mount = mountedWithQuota();
    execFileSync("setquota", ["-u", String(NOBODY), "0", "8192", "0", "0", mount]);
    mkdirSync(join(mount, "top"));
    return handedOver(mount);
  },
};

function handedOver(mount: string): AbsolutePath {
  openToAll(mount);
  giveTo(NOBODY, join(mount, "top"));
  return join(mount, "top") as AbsolutePath;
}

function mountedWithQuota(): string {
  const directory = mkdtempSync(join(tmpdir(), "pyshed-disk-"));
  const [image, mount] = [join(directory, "image"), join(directory, "mount")];
  mkdirSync(mount);
  onTestFinished(() => {
    spawnSync("umount", [mount]);
    rmSync(directory, { recursive: true });
  });
  execFileSync("truncate", ["-s", "64M", image]);
  execFileSync("mkfs.ext4", ["-q", "-F", "-O", "quota", image]);
  execFileSync("mount", ["-o", "loop,usrquota", image, mount], { stdio: "pipe" });
  return mount;
}

/** Why no quotas on btrfs can be had here, or null. */
export function whyNoBtrfs(): string | null {
  return ["mkfs.btrfs", "btrfs"].every(isThere) ? null : "the package btrfs-progs is not installed";
}

function isThere(program: string): boolean {
  return spawnSync(program, ["--version"]).error === undefined;
}

/** Why no quotas of users on ext4 can be had here, or null. */
export function whyNoUserQuotas(): string | null {
  if (!isThere("setquota")) return "the package quota is not installed";
  const directory = mkdtempSync(join(tmpdir(), "pyshed-disk-"));
  const [image, mount] = [join(directory, "image"), join(directory, "mount")];
  try {
    mkdirSync(mount);
    execFileSync("truncate", ["-s", "16M", image]);
    execFileSync("mkfs.ext4", ["-q", "-F", "-O", "quota", image]);
    const { status } = spawnSync("mount", ["-o", "loop,usrquota", image, mount]);
    if (status !== 0) return "this kernel was built without CONFIG_QFMT_V2";
    execFileSync("umount", [mount]);
    return null;
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** Writes as `nobody` until the quota is used up: not a block and not a name more. */
export function useUp(directory: string): void {
  const script = 'cd "$1" && mkdir fill; for size in 65536 4096 512; do dd if=/dev/zero of=fill/$size bs=$size; done';
  const [program, ...before] = [...becoming(NOBODY), "/bin/sh"];
  for (let again = 0; again < 3; again++) {
    spawnSync(program!, [...before, "-c", script, "sh", directory]);
    execFileSync("sync", ["-f", directory]);
  }
  const { stderr } = spawnSync(program!, [...before, "-c", 'echo x > "$1/fill/one-more"', "sh", directory]);
  if (!/quota exceeded/i.test(stderr.toString())) throw new Error(`the quota is not used up: ${stderr.toString()}`);
}
