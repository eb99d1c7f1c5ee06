import { existsSync, mkdirSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { cleanCaches, type CleanCachesRequest } from "../../src/app/clean-caches.ts";
import { EVERYTHING } from "../../src/model/cache-selection.ts";
import type { AbsolutePath } from "../../src/model/path.ts";
import { availableBytes } from "../../src/system/free-space.ts";
import { ownFileSystem } from "../support/file-system.ts";
import { snapshot } from "../support/snapshot.ts";
import { temporaryTree } from "../support/temporary-tree.ts";
import { hostIn } from "../support/trees.ts";
import { IS_ROOT } from "../support/expectation.ts";

const MIB = 2 ** 20;
const yes = { confirm: () => Promise.resolve(true) };

/** A cache of pip with answers of 2 MiB, the first the longest unused, on a file system of its own. */
function filled(disk: AbsolutePath): { readonly cache: AbsolutePath; readonly bodies: readonly string[] } {
  const cache = join(disk, "pip") as AbsolutePath;
  const bodies = Array.from({ length: 8 }, (_, index) => {
    const name = String(index).repeat(56);
    const head = join(cache, "http-v2", ...name.slice(0, 5), name);
    mkdirSync(dirname(head), { recursive: true });
    writeFileSync(head, "cc=4,\u0082\u00a8response");
    writeFileSync(`${head}.body`, Buffer.alloc(2 * MIB, index + 1));
    const then = new Date(Date.now() - (100 - index) * 86_400_000);
    for (const file of [head, `${head}.body`]) utimesSync(file, then, then);
    return `${head}.body`;
  });
  return { cache, bodies };
}

const request: CleanCachesRequest = { names: ["pip"], chosen: null, named: [], permanent: true };

test.runIf(IS_ROOT)("free space is measured, and reached with no more than is needed", async () => {
  const disk = ownFileSystem("ext4", 64);
  const { cache, bodies } = filled(disk);
  const tree = temporaryTree();
  const host = { ...hostIn(tree.home, { ...tree.environment, PIP_CACHE_DIR: cache }), currentDirectory: tree.path };
  const before = availableBytes(disk)!;
  const untilFree = before + 5 * MIB;
  const result = await cleanCaches(host, { ...request, targets: { maxSize: null, untilFree } }, yes);
  expect(bodies.map((body) => existsSync(body))).toEqual([false, false, false, true, true, true, true, true]);
  const now = availableBytes(disk)!;
  expect(now).toBeGreaterThanOrEqual(untilFree);
  expect(now).toBeLessThan(untilFree + 2 * MIB);
  expect(result.targets).toMatchObject([{ isReached: true, free: now }]);
  expect(result.report?.freed?.bytes).toBe(now - before);
  const again = await cleanCaches(host, { ...request, targets: { maxSize: null, untilFree } }, yes);
  expect([again.report?.outcomes, again.targets[0]?.isReached]).toEqual([[], true]);
});

test.runIf(IS_ROOT)("copies on a disk without room are refused, and nothing goes", async () => {
  const [disk, small] = [ownFileSystem("ext4", 64), ownFileSystem("ext4", 20)];
  const { cache } = filled(disk);
  const tree = temporaryTree();
  const host = { ...hostIn(tree.home, { ...tree.environment, PIP_CACHE_DIR: cache }), currentDirectory: tree.path };
  const before = snapshot(cache);
  const selected = { ...request, selection: { ...EVERYTHING, kinds: ["other"] }, backup: small };
  await expect(cleanCaches(host, selected, yes)).rejects.toMatchObject({ code: "backup-full" });
  await expect(cleanCaches(host, selected, { ...yes, planOnly: true })).rejects.toMatchObject({ code: "backup-full" });
  expect(snapshot(cache)).toEqual(before);
});

test.runIf(IS_ROOT)("copies on the cache's own disk are no loss of what went, and are told apart", async () => {
  const disk = ownFileSystem("ext4", 160);
  const { cache, bodies } = filled(disk);
  const tree = temporaryTree();
  const host = { ...hostIn(tree.home, { ...tree.environment, PIP_CACHE_DIR: cache }), currentDirectory: tree.path };
  const beside = join(disk, "copies") as AbsolutePath;
  mkdirSync(beside);
  const before = availableBytes(disk)!;
  const selected = { ...request, selection: { ...EVERYTHING, kinds: ["other"] } };
  const result = await cleanCaches(host, { ...selected, backup: beside }, yes);
  expect(bodies.filter((body) => existsSync(body))).toEqual([]);
  const { bytes, copies, isSettled } = result.report!.freed!;
  expect(isSettled).toBe(true);
  expect(Math.abs(bytes - result.plan.forecast.frees)).toBeLessThan(MIB);
  expect(copies).toBeGreaterThanOrEqual(16 * MIB);
  // The directory for the run itself was made before.
  expect(Math.abs(availableBytes(disk)! - before - (bytes - copies))).toBeLessThanOrEqual(8192);
});

test.runIf(IS_ROOT)("copies on the disk that is to have room are refused, and nothing goes", async () => {
  const [disk, other] = [ownFileSystem("ext4", 64), ownFileSystem("ext4", 128)];
  const { cache } = filled(disk);
  const tree = temporaryTree();
  const host = { ...hostIn(tree.home, { ...tree.environment, PIP_CACHE_DIR: cache }), currentDirectory: tree.path };
  const beside = join(disk, "copies") as AbsolutePath;
  mkdirSync(beside);
  const before = snapshot(disk);
  const wanted = { ...request, targets: { maxSize: null, untilFree: availableBytes(disk)! + 5 * MIB } };
  const refused = expect.objectContaining({ code: "backup-frees-nothing" });
  await expect(cleanCaches(host, { ...wanted, backup: beside }, yes)).rejects.toEqual(refused);
  await expect(cleanCaches(host, { ...wanted, backup: beside }, { ...yes, planOnly: true })).rejects.toEqual(refused);
  expect(snapshot(disk)).toEqual(before);
  const result = await cleanCaches(host, { ...wanted, backup: other }, yes);
  expect([result.targets[0]?.isReached, result.report?.freed?.copies]).toEqual([true, 0]);
});
