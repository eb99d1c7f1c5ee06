import { existsSync, readdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cleanCaches } from "../../src/app/clean-caches.ts";
import { surveyCaches } from "../../src/app/caches.ts";
import type { AbsolutePath } from "../../src/model/path.ts";
import type { Host } from "../../src/system/host.ts";
import { openIndex, type PackageIndex } from "../support/package-index.ts";
import { mustRun } from "../support/run.ts";
import { snapshot } from "../support/snapshot.ts";
import { lastingTree, type TemporaryTree } from "../support/temporary-tree.ts";
import { machinePython, tool } from "../support/tools.ts";
import { hostIn } from "../support/trees.ts";
import { contentsOf, theCache } from "./store-place.ts";

let index: PackageIndex;
let tree: TemporaryTree;
let host: Host;
let cache: AbsolutePath;
let pdm: (project: string, ...args: string[]) => Promise<string>;

/** A cache that the real pdm filled, with one environment that links to an unpacked wheel and one that is gone. */
beforeAll(async () => {
  tree = lastingTree();
  index = await openIndex(tree.at("packages"), "pebble-1.0", "grain-0.5");
  const environment = {
    ...tree.environment,
    PATH: `${dirname(tool("pdm"))}:${tree.environment["PATH"]}`,
    PDM_CHECK_UPDATE: "0",
  };
  host = { ...hostIn(tree.home, environment), currentDirectory: tree.path };
  cache = join(tree.home, ".cache/pdm") as AbsolutePath;
  pdm = (project, ...args) => mustRun(tool("pdm"), args, { cwd: tree.at(project), environment });
  for (const [project, package_] of [
    ["disk/kept", "pebble==1.0"],
    ["gone", "grain==0.5"],
  ] as const) {
    tree.file(
      `${project}/pyproject.toml`,
      `[project]\nname = "demo"\nversion = "0.1.0"\nrequires-python = ">=3.9"\ndependencies = ["${package_}"]\n` +
        `[tool.pdm]\ndistribution = false\n[[tool.pdm.source]]\nname = "pypi"\nurl = "${index.url}"\nverify_ssl = false\n`,
    );
    await pdm(project, "config", "install.cache", "true");
    await pdm(project, "use", "-q", "-f", machinePython());
    await pdm(project, "install");
  }
  rmSync(tree.at("gone/.venv"), { recursive: true });
});
afterAll(() => {
  index?.close();
  tree?.remove();
});

const yes = { confirm: () => Promise.resolve(true), isMeasured: false };
const request = { names: ["pdm"], chosen: null, named: [], permanent: true };

test("which unpacked wheels environments link to", () => {
  const packages = contentsOf(host, "pdm").entries.filter(({ kind }) => kind === "package");
  expect(packages.map(({ package: name, version, isUsed }) => [name, version, isUsed]).toSorted()).toEqual([
    ["grain", "0.5", "no"],
    ["pebble", "1.0", "yes"],
  ]);
  const users = packages.find(({ isUsed }) => isUsed === "yes")!.usedBy;
  expect(users).toEqual([
    expect.stringMatching(/disk\/kept\/\.venv\/lib\/python[\d.]+\/site-packages\/pebble-1\.0\.dist-info$/),
  ]);
  expect(theCache(host, "pdm")).toMatchObject({
    path: cache,
    obstacles: [],
    command: "pdm cache clear",
    safety: "low",
  });
});

test("an environment on a disk that is not there keeps everything", async () => {
  renameSync(tree.at("disk/kept"), tree.at("unplugged"));
  const before = snapshot(cache);
  expect(theCache(host, "pdm").obstacles.join()).toMatch(
    /pebble-1\.0\.dist-info cannot be seen now, and pdm would take pebble-1\.0\S+ for unused/,
  );
  expect((await cleanCaches(host, request, yes)).report).toBeNull();
  expect(snapshot(cache)).toEqual(before);
  renameSync(tree.at("unplugged"), tree.at("disk/kept"));
});

test("a directory of wheels and hashes is no cache of pdm", () => {
  tree.file("look-alike/wheels/mine.whl", "mine");
  tree.file("look-alike/hashes/sums.txt", "mine");
  const wrong = { ...host, environment: { ...host.environment, PDM_CACHE_DIR: tree.at("look-alike") } };
  const { caches, problems } = surveyCaches(wrong, ["pdm"]).list;
  expect(caches.map(({ path }) => path)).toEqual([cache]);
  expect(problems).toMatchObject([{ path: tree.at("look-alike"), code: "EINVAL" }]);
});

test("its owner removes what was forecast; the environment still works, and pdm installs again", async () => {
  const before = theCache(host, "pdm");
  const result = await cleanCaches(host, request, yes);
  expect(result.report?.outcomes.map(({ act, result: what }) => [act, what])).toEqual([["owner", "done"]]);
  expect(readdirSync(join(cache, "packages"))).toEqual(["pebble-1.0-py3-none-any.whl.cache"]);
  expect(existsSync(join(cache, "http/http-cache.db"))).toBe(false);
  expect(before.bytes.allocated - theCache(host, "pdm").bytes.allocated).toBe(before.removable.frees);
  const python = tree.at("disk/kept/.venv/bin/python");
  expect(await mustRun(python, ["-c", "import pebble; print(pebble.VERSION)"], { environment: {} })).toBe("1.0\n");
  await pdm("gone", "use", "-q", "-f", machinePython());
  expect(await pdm("gone", "install")).toMatch(/Install grain 0\.5 successful/);
});
