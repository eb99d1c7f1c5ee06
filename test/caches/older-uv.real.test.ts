import { cpSync, mkdirSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cleanCaches } from "../../src/app/clean-caches.ts";
import type { AbsolutePath } from "../../src/model/path.ts";
import type { Host } from "../../src/system/host.ts";
import { openIndex, type PackageIndex } from "../support/package-index.ts";
import { mustRun } from "../support/run.ts";
import { snapshot } from "../support/snapshot.ts";
import { lastingTree, temporaryTree, type TemporaryTree } from "../support/temporary-tree.ts";
import { machinePython, tool } from "../support/tools.ts";
import { hostIn } from "../support/trees.ts";
import { theCache } from "./store-place.ts";

/** A real uv whose buckets have other numbers than those of the one at hand. */
const OLD = "0.5.31";

let served: TemporaryTree;
let index: PackageIndex;
let oldUv: string;
beforeAll(async () => {
  served = lastingTree();
  index = await openIndex(served.at("packages"), "pebble-1.0", "grain-0.5");
  const download = ["-m", "pip", "install", "-q", "--no-deps", "--no-cache-dir", "--target", served.at("old")];
  await mustRun(machinePython(), [...download, `uv==${OLD}`], { environment: served.environment });
  oldUv = served.at("old/bin/uv");
});
afterAll(() => {
  index?.close();
  served?.remove();
});

interface Filled {
  readonly tree: TemporaryTree;
  readonly cache: AbsolutePath;
  readonly fill: (uv: string, target: string, ...args: string[]) => Promise<string>;
  /** With this uv first on `PATH`. */
  readonly hostWith: (uv: string) => Host;
}

function place(): Filled {
  const tree = temporaryTree();
  const cache = tree.directory("cache");
  const environment = { ...tree.environment, UV_CACHE_DIR: cache, UV_DEFAULT_INDEX: index.url, UV_LINK_MODE: "copy" };
  const install = ["pip", "install", "-q", "--python", machinePython(), "--target"];
  return {
    tree,
    cache,
    fill: (uv, target, ...args) =>
      mustRun(uv, [...install, tree.at(target), "pebble", "grain", ...args], { cwd: tree.path, environment }),
    hostWith: (uv) => {
      const path = `${dirname(uv)}:${tree.environment["PATH"]}`;
      return { ...hostIn(tree.home, { ...environment, PATH: path }), currentDirectory: tree.path };
    },
  };
}

const request = { names: ["uv"], chosen: null, named: [], permanent: false };
const yes = { confirm: () => Promise.resolve(true), isMeasured: false };
const buckets = (cache: string): string[] => readdirSync(cache).filter((name) => /-v\d+$/.test(name));

test("an older uv would throw a newer one's buckets away, so it is not run", async () => {
  const { tree, cache, fill, hostWith } = place();
  await fill(tool("uv"), "first");
  mkdirSync(join(cache, "archive-v0/dangling000000000"));
  const before = snapshot(cache);
  const result = await cleanCaches(hostWith(oldUv), request, yes);
  expect([result.status, result.report]).toEqual(["nothing", null]);
  const newer = buckets(cache).filter((name) => /^(wheels|simple)-/.test(name));
  const [left] = result.left;
  expect(left!.reasons.join()).toMatch(new RegExp(`^uv ${OLD} does not know .*and would throw it away`));
  for (const name of newer) expect(left!.reasons.join()).toContain(name);
  expect(snapshot(cache)).toEqual(before);
  // The trap is real: on a copy it does so.
  const copy = tree.at("copy");
  cpSync(cache, copy, { recursive: true, verbatimSymlinks: true });
  await mustRun(oldUv, ["cache", "prune", "--cache-dir", copy], { environment: tree.environment });
  expect(buckets(copy).filter((name) => newer.includes(name))).toEqual([]);
});

test("what an older uv left beside the newer one's is pruned as forecast, and the newer one installs from the rest", async () => {
  const { tree, cache, fill, hostWith } = place();
  await fill(oldUv, "first");
  const old = buckets(cache);
  await fill(tool("uv"), "second");
  const newest = buckets(cache).filter((name) => !old.includes(name));
  const host = hostWith(tool("uv"));
  const before = theCache(host, "uv");
  expect(before.removable.frees).toBeGreaterThan(0);
  const result = await cleanCaches(host, request, yes);
  expect(result.report?.outcomes.map(({ act, result: how }) => [act, how])).toEqual([["owner", "done"]]);
  expect(buckets(cache)).toEqual(expect.arrayContaining(newest));
  expect(buckets(cache)).not.toContain(old.find((name) => name.startsWith("wheels-")));
  expect(before.bytes.allocated - theCache(host, "uv").bytes.allocated).toBe(before.removable.frees);
  await fill(tool("uv"), "third", "--offline");
  expect(
    await mustRun(machinePython(), ["-c", "import pebble; print(pebble.VERSION)"], {
      environment: { PYTHONPATH: tree.at("third") },
    }),
  ).toBe("1.0\n");
});
