import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { cleanCaches, type CleanCachesResult } from "../../src/app/clean-caches.ts";
import type { Host } from "../../src/system/host.ts";
import { ownFileSystem } from "../support/file-system.ts";
import { openChangingIndex, openIndex } from "../support/package-index.ts";
import { mustRun } from "../support/run.ts";
import { usedBytes } from "../support/statfs.ts";
import { temporaryTree, type TemporaryTree } from "../support/temporary-tree.ts";
import { machinePython, tool } from "../support/tools.ts";
import { hostIn } from "../support/trees.ts";
import { filledByPip, type FilledByPip } from "./filled-by-pip.ts";
import { IS_ROOT } from "../support/expectation.ts";

/** Promise 6 for caches: what is forecast is what statfs shows, whoever cleans. Real pip and uv fill them. Needs root. */
const WHEEL = 12 * 2 ** 20;

async function pipOnItsOwnDisk(hasPip: boolean): Promise<FilledByPip> {
  const tree = temporaryTree(ownFileSystem("ext4", 200));
  const index = await openIndex(join(tree.home, "packages"), `pebble-1.0:${WHEEL}`);
  return filledByPip(tree, index, hasPip).finally(() => index.close());
}

/** Cleans, and what the file system gave back. */
async function cleaned(tree: TemporaryTree, host: Host, store: string): Promise<[CleanCachesResult, number]> {
  const before = await usedBytes(tree.path);
  const request = { names: [store], chosen: null, named: [], permanent: true };
  const result = await cleanCaches(host, request, { confirm: () => Promise.resolve(true) });
  return [result, before - (await usedBytes(tree.path))];
}

function expectAsForecast({ plan, report }: CleanCachesResult, freed: number): void {
  expect(plan.forecast.frees).toBeGreaterThan(WHEEL / 2);
  for (const figure of [plan.forecast.frees, report!.freed!.bytes]) {
    expect(Math.abs(freed - figure)).toBeLessThanOrEqual(Math.max(2 ** 20, figure / 100));
  }
}

test.runIf(IS_ROOT)("pip's cache, purged by pip itself", async () => {
  const { tree, host } = await pipOnItsOwnDisk(true);
  const [result, freed] = await cleaned(tree, host, "pip");
  expect(result.report!.outcomes.map(({ act, result: how }) => [act, how])).toEqual([["owner", "done"]]);
  expectAsForecast(result, freed);
});

test.runIf(IS_ROOT)("pip's cache, deleted by pyshed where there is no pip", async () => {
  const { tree, host } = await pipOnItsOwnDisk(false);
  const [result, freed] = await cleaned(tree, host, "pip");
  expect(new Set(result.report!.outcomes.map(({ act, result: how }) => `${act} ${how}`))).toEqual(
    new Set(["delete done"]),
  );
  expectAsForecast(result, freed);
  expect(existsSync(join(tree.home, ".cache/pip/http-v2"))).toBe(false);
});

test.runIf(IS_ROOT)("uv's cache, pruned by uv, with a wheel that the index has replaced", async () => {
  const tree = temporaryTree(ownFileSystem("ext4", 200));
  const index = await openChangingIndex(join(tree.home, "packages"), `pebble-1.0:${WHEEL}`);
  const environment = {
    ...tree.environment,
    PATH: `${dirname(tool("uv"))}:${tree.environment["PATH"]}`,
    UV_DEFAULT_INDEX: index.url,
  };
  const uv = (...args: string[]) => mustRun(tool("uv"), args, { cwd: tree.path, environment });
  await uv("pip", "install", "-q", "--python", machinePython(), "--target", "first", "pebble");
  await index.remake(`pebble-1.0:${WHEEL}`);
  await mustRun("rm", ["-r", tree.at("first")], { environment });
  await uv("pip", "install", "-q", "--python", machinePython(), "--target", "second", "--refresh", "pebble");
  index.close();
  const [result, freed] = await cleaned(tree, { ...hostIn(tree.home, environment), currentDirectory: tree.path }, "uv");
  expect(result.report!.outcomes.map(({ act, result: how }) => [act, how])).toEqual([["owner", "done"]]);
  expectAsForecast(result, freed);
});
