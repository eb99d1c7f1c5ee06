import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, test } from "vitest";
import type { AbsolutePath } from "../../src/model/path.ts";
import type { Mount } from "../../src/system/mounts.ts";
import { isNearlyUsedUp, quotasOn, type Quota, type QuotaSources } from "../../src/system/quotas.ts";
import { shortagesAt } from "../../src/system/shortages.ts";
import { quotaCalls, type QuotaCalls } from "../../src/system/syscalls/quota-calls.ts";
import { temporaryTree } from "../support/temporary-tree.ts";
import { hostIn } from "../support/trees.ts";

const KiB = 1024n;

/** `struct if_dqblk`: hard and soft limit of blocks, bytes, hard and soft limit of inodes, inodes, two times, flags. */
function record(words: readonly (bigint | number)[]): Buffer {
  const bytes = Buffer.alloc(72);
  words.forEach((word, index) => bytes.writeBigUInt64LE(BigInt(word), index * 8));
  return bytes;
}

const NOTHING: QuotaCalls = { quotaOf: () => undefined, subvolumeOf: () => undefined, btrfsOf: () => undefined };

function sources(changes: Partial<QuotaSources>, type = "xfs"): QuotaSources {
  const mount = { id: 1, path: "/", device: "8:1", root: "/", type, options: [], source: "/dev/sda1" } as unknown;
  return { calls: NOTHING, mounts: [mount as Mount], sysfs: "/nowhere" as AbsolutePath, ...changes };
}

describe("a user's and a group's quota", () => {
  it("are those of who owns the thing; a limit is in KiB, what is used in bytes", () => {
    const tree = temporaryTree();
    const asked: unknown[] = [];
    const calls: QuotaCalls = {
      ...NOTHING,
      quotaOf(_, device, kind, id) {
        asked.push([device, kind, id]);
        return kind === "user" ? record([10_000, 8000, 9_000_000, 500, 400, 30]) : undefined;
      },
    };
    const [uid, gid] = [process.getuid!(), process.getgid!()];
    expect(quotasOn(tree.file("a"), sources({ calls }))).toEqual([
      {
        of: { kind: "user", id: uid },
        bytes: { limit: 10_000n * KiB, softLimit: 8000n * KiB, used: 9_000_000n },
        files: { limit: 500n, softLimit: 400n, used: 30n },
      },
    ]);
    expect(asked).toEqual([
      ["/dev/sda1", "user", uid],
      ["/dev/sda1", "group", gid],
    ]);
  });

  it("are none where the system says none, and where nothing can be asked", () => {
    const tree = temporaryTree();
    expect(quotasOn(tree.file("a"), sources({}))).toEqual([]);
    expect(quotasOn(tree.file("a"), sources({ calls: undefined }))).toEqual([]);
    expect(quotasOn(tree.at("gone/away"), sources({ calls: NOTHING }))).toEqual([]);
    // The real call: whatever this machine keeps, it doesn't throw.
    expect(Array.isArray(quotasOn(tree.at("a"), sources({ calls: quotaCalls() })))).toBe(true);
  });
});

describe("a quota is nearly used up", () => {
  const quota = (bytes: readonly number[], files: readonly number[] = [0, 0, 0]): Quota => {
    const usage = ([limit, softLimit, used]: readonly number[]) => ({
      limit: BigInt(limit!),
      softLimit: BigInt(softLimit!),
      used: BigInt(used!),
    });
    return { of: { kind: "user", id: 1000 }, bytes: usage(bytes), files: usage(files) };
  };

  it.each([
    ["no limit", [0, 0, 5000], false],
    ["room enough", [1000, 0, 950], false],
    ["less than a twentieth left", [1000, 0, 951], true],
    ["more than it may hold", [1000, 0, 1200], true],
    ["the soft limit reached", [10_000, 1000, 1000], false],
    ["the soft limit passed", [10_000, 1000, 1001], true],
  ])("%s", (_, numbers, isShort) => {
    expect([isNearlyUsedUp(quota(numbers)), isNearlyUsedUp(quota([0, 0, 0], numbers))]).toEqual([isShort, isShort]);
  });
});

/** As Linux 6.18 shows it, for a subvolume that may refer to 8 MiB. */
function plantSysfs(directory: string, values: Readonly<Record<string, string>>): void {
  mkdirSync(directory, { recursive: true });
  for (const [name, value] of Object.entries(values)) writeFileSync(join(directory, name), `${value}\n`);
}

test("a subvolume's limit is what sysfs shows of it, and only if it is switched on", () => {
  const tree = temporaryTree();
  const calls = { ...NOTHING, subvolumeOf: () => 256n, btrfsOf: () => "2341a8a3-3bac-4d68-8710-68bdf9d0d7db" };
  const group = tree.at("sys/fs/btrfs/2341a8a3-3bac-4d68-8710-68bdf9d0d7db/qgroups/0_256");
  const values = { referenced: "8257536", max_referenced: "8388608", exclusive: "8257536", max_exclusive: "0" };
  const ask = () => quotasOn(tree.at("sys"), sources({ calls, sysfs: tree.at("sys") }, "btrfs"));
  expect(ask()).toEqual([]);
  plantSysfs(group, { ...values, limit_flags: "1" });
  expect(ask()).toMatchObject([{ of: { kind: "subvolume" }, bytes: { used: 8_257_536n, limit: 8_388_608n } }]);
  expect(ask().map(isNearlyUsedUp)).toEqual([true]);
  plantSysfs(group, { ...values, limit_flags: "0" });
  expect(ask()).toEqual([]);
});

test("each shortage is told once, with something that lies there", () => {
  const tree = temporaryTree();
  const calls: QuotaCalls = { ...NOTHING, quotaOf: (_, __, kind) => record([100, 0, kind === "user" ? 102_400 : 0]) };
  const places = ["a", "b"].map((name) => ({ path: tree.file(name), device: "1" }));
  const found = shortagesAt(hostIn(tree.home), places, sources({ calls }));
  expect(found.filter(({ of }) => of.kind !== "disk")).toEqual([
    { path: tree.at("a"), of: { kind: "user", id: process.getuid!() } },
  ]);
});
