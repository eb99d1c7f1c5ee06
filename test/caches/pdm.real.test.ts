import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, utimesSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cleanCaches } from "../../src/app/clean-caches.ts";
import { surveyCaches } from "../../src/app/caches.ts";
import { EVERYTHING, type CacheSelection } from "../../src/model/cache-selection.ts";
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
    ["source", "gravel==3.1"],
  ] as const) {
    tree.file(
      `${project}/pyproject.toml`,
      `[project]\nname = "demo"\nversion = "0.1.0"\nrequires-python = ">=3.9"\ndependencies = ["${package_}"]\n` +
        `[tool.pdm]\ndistribution = false\n[[tool.pdm.source]]\nname = "pypi"\nurl = "${index.url}"\nverify_ssl = false\n`,
    );
    await pdm(project, "config", "install.cache", String(project !== "source"));
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

const chosen = async (selection: Partial<CacheSelection>) => {
  const before = theCache(host, "pdm").bytes.allocated;
  const { plan, report, left } = await cleanCaches(
    host,
    { ...request, selection: { ...EVERYTHING, ...selection } },
    yes,
  );
  const results = report?.outcomes.map(({ act, result }) => `${act} ${result}`) ?? [];
  const words = plan.steps.map((step) => (step.action === "owner" ? step.arguments.slice(0, 3).join(" ") : step.path));
  const freed = before - theCache(host, "pdm").bytes.allocated;
  return { what: plan.steps.map((step) => step.what), words, results, forecast: plan.forecast.frees, freed, left };
};
const kinds = (): string[] =>
  contentsOf(host, "pdm")
    .entries.map(({ kind, package: name }) => `${kind} ${name ?? ""}`.trim())
    .toSorted();

test("single things go by pdm's own commands, and only when it takes nothing else with them", async () => {
  expect(kinds()).toEqual(["built-wheel gravel", "hashes", "http", "metadata", "package grain", "package pebble"]);
  // Two of one name: pdm would take both.
  const wheel = readdirSync(join(cache, "wheels"), { recursive: true, encoding: "utf8" }).find((name) =>
    name.endsWith(".whl"),
  );
  const twin = join(cache, "wheels/ff", wheel!.split("/").at(-1)!);
  mkdirSync(dirname(twin), { recursive: true });
  copyFileSync(join(cache, "wheels", wheel!), twin);
  utimesSync(twin, 0, 0);
  const one = await chosen({ kinds: ["built-wheel"], olderThanMs: 86_400_000 });
  expect([one.results, one.left[0]?.reasons.join()]).toEqual([
    [],
    expect.stringContaining("pdm takes every file with that name"),
  ]);
  rmSync(dirname(twin), { recursive: true });
  expect(await chosen({ packages: ["grav*"] })).toMatchObject({
    what: ["gravel 3.1 (built-wheel)"],
    words: [expect.stringMatching(/^cache remove gravel-3\.1-\S+\.whl$/)],
    results: ["owner done"],
    left: [],
  });
  const metadata = await chosen({ kinds: ["metadata"] });
  expect(metadata).toMatchObject({
    words: ["cache clear metadata"],
    results: ["owner done"],
    freed: metadata.forecast,
  });
  expect(metadata.forecast).toBeGreaterThan(0);
  const unused = await chosen({ isUnused: true });
  expect(unused).toMatchObject({
    what: ["grain 0.5 (package)"],
    words: ["cache clear packages"],
    freed: unused.forecast,
  });
  expect(kinds()).toEqual(["hashes", "http", "metadata", "package pebble"]);
  expect((await chosen({ packages: ["pebble"] })).what).toEqual([]);
  expect((await chosen({ isDetached: true })).left[0]?.reasons.join()).toContain(
    "--detached does not fit the pdm cache",
  );
  expect(await pdm("source", "install", "--no-self")).toBeDefined();
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
