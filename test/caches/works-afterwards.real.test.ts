import { afterAll, beforeAll, expect, test } from "vitest";
import { cleanCaches } from "../../src/app/clean-caches.ts";
import { purge } from "../../src/app/purge.ts";
import type { AbsolutePath } from "../../src/model/path.ts";
import { undo } from "../../src/app/undo.ts";
import { openIndex, type PackageIndex } from "../support/package-index.ts";
import { snapshot } from "../support/snapshot.ts";
import { lastingTree, temporaryTree, type TemporaryTree } from "../support/temporary-tree.ts";
import { filledByPip } from "./filled-by-pip.ts";

/** After every kind of cleaning the tool works from what is left; the other tools have this in files of their own. */
let served: TemporaryTree;
let index: PackageIndex;
beforeAll(async () => {
  served = lastingTree();
  index = await openIndex(served.at("packages"), "pebble-1.0");
});
afterAll(() => {
  index?.close();
  served?.remove();
});

const yes = { confirm: () => Promise.resolve(true), isMeasured: false };
const request = { names: ["pip"], chosen: null, named: [], permanent: false };

/** What pip keeps of an index, by names and contents; an old pip leaves the notes on where a wheel came from. */
function downloads(cache: AbsolutePath): (readonly [string, string])[] {
  return Object.entries(snapshot(cache))
    .filter(([name]) => /^(http|http-v2|wheels)\//.test(name) && !name.endsWith("/origin.json"))
    .flatMap(([name, text]) => (text.includes("sha256") ? [[name, text.replace(/.*sha256/, "")] as const] : []));
}

test("pip installs again after its own purge", async () => {
  const { host, cache, install } = await filledByPip(temporaryTree(), index, true);
  const { report } = await cleanCaches(host, request, yes);
  expect(report?.outcomes.map(({ act, result }) => [act, result])).toEqual([["owner", "done"]]);
  expect(downloads(cache)).toEqual([]);
  expect(await install("again")).toBe(true);
});

test("pip installs again after pyshed moved its cache to the trash, after the purge, and after undo", async () => {
  const { host, cache, install } = await filledByPip(temporaryTree(), index, false);
  const before = downloads(cache);
  expect(before).not.toEqual([]);
  const { report } = await cleanCaches(host, request, yes);
  expect(new Set(report?.outcomes.map(({ act, result }) => `${act} ${result}`))).toEqual(new Set(["trash done"]));
  expect((await undo(host, null)).outcomes.every(({ result }) => result === "done")).toBe(true);
  expect(downloads(cache)).toEqual(before);
  expect(await install("after-undo")).toBe(true);
  await cleanCaches(host, request, yes);
  expect(await install("after-trash")).toBe(true);
  expect((await purge(host, { name: null, olderThanMs: null }))?.outcomes.length).toBeGreaterThan(0);
  expect(await install("after-purge")).toBe(true);
});

test("pip installs again after pyshed deleted its cache for good", async () => {
  const { host, cache, install } = await filledByPip(temporaryTree(), index, false);
  const { report } = await cleanCaches(host, { ...request, permanent: true }, yes);
  expect(new Set(report?.outcomes.map(({ act, result }) => `${act} ${result}`))).toEqual(new Set(["delete done"]));
  expect(downloads(cache)).toEqual([]);
  expect(await install("again")).toBe(true);
});
