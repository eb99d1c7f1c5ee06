import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { thisHost } from "../../src/system/host.ts";
import { isNetworkOrPseudo, mountOf, mounts, parseMountinfo } from "../../src/system/mounts.ts";
import type { AbsolutePath } from "../../src/model/path.ts";

test("reads fields, optional fields and octal escapes", () => {
  const lines = [
    "22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw,discard",
    "36 22 0:33 /sub\\040dir /mnt/a\\040b\\011\\012\\134c rw,nosuid master:1 propagate_from:2 - nfs4 server:/x\\040y rw,vers=4",
    "37 22 0:34 / /mnt/\\377 ro - tmpfs none rw,size=1024k",
    "",
  ];
  expect(parseMountinfo(Buffer.from(lines.join("\n"), "latin1"))).toEqual([
    {
      id: 22,
      path: "/",
      device: "254:0",
      root: "/",
      type: "ext4",
      options: ["rw", "relatime", "discard"],
      source: "/dev/vda",
    },
    {
      id: 36,
      path: "/mnt/a b\t\n\\c",
      device: "0:33",
      root: "/sub dir",
      type: "nfs4",
      options: ["rw", "nosuid", "vers=4"],
      source: "server:/x y",
    },
    {
      id: 37,
      path: "/mnt/\udcff",
      device: "0:34",
      root: "/",
      type: "tmpfs",
      options: ["ro", "rw", "size=1024k"],
      source: "none",
    },
  ]);
});

test.runIf(process.platform === "linux")("agrees with findmnt on this machine", () => {
  const listed = execFileSync("findmnt", ["-rn", "-o", "TARGET", "-t", "proc"], { encoding: "utf8" })
    .trim()
    .split("\n");
  const found = mounts(thisHost()).filter(({ type }) => type === "proc");
  expect(found.map(({ path }) => path)).toEqual(expect.arrayContaining(listed));
});

test("knows nothing where there is no /proc", () => {
  expect(mounts({ ...thisHost(), platform: "darwin" })).toEqual([]);
});

test("tells what is far away or no real files; a file system in memory is neither", () => {
  for (const type of ["nfs4", "cifs", "9p", "fuse.sshfs", "proc", "sysfs", "cgroup2", "devtmpfs"]) {
    expect(isNetworkOrPseudo(type), type).toBe(true);
  }
  for (const type of ["ext4", "xfs", "btrfs", "tmpfs", "overlay", "fuseblk", "fuse.mergerfs", "zfs"]) {
    expect(isNetworkOrPseudo(type), type).toBe(false);
  }
});

test("finds the mount of a path: the longest, and of two at one place the later", () => {
  const line = (id: number, path: string) => `${id} 1 0:${id} / ${path} rw - ext4 x rw\n`;
  const all = parseMountinfo(Buffer.from(line(1, "/") + line(2, "/mnt") + line(3, "/mnt/a") + line(4, "/mnt/a")));
  const idOf = (path: string) => mountOf(path as AbsolutePath, all)?.id;
  expect([idOf("/x"), idOf("/mnt"), idOf("/mnt/ab"), idOf("/mnt/a/b")]).toEqual([1, 2, 2, 4]);
});
