import { existsSync, mkdirSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cleanCaches } from "../../src/app/clean-caches.ts";
import { surveyCaches } from "../../src/app/caches.ts";
import { undo } from "../../src/app/undo.ts";
import { poetry } from "../../src/caches/poetry.ts";
import { EVERYTHING } from "../../src/model/cache-selection.ts";
import type { AbsolutePath } from "../../src/model/path.ts";
import { findProgram } from "../../src/system/commands.ts";
import type { Host } from "../../src/system/host.ts";
import { openIndex, type PackageIndex } from "../support/package-index.ts";
import { mustRun } from "../support/run.ts";
import { snapshot } from "../support/snapshot.ts";
import { lastingTree, type TemporaryTree } from "../support/temporary-tree.ts";
import { tool } from "../support/tools.ts";
import { hostIn } from "../support/trees.ts";
import { contentsOf, theCache } from "./store-place.ts";

let index: PackageIndex;
let tree: TemporaryTree;
let host: Host;
let cache: AbsolutePath;
let install: () => Promise<string>;

/** A cache that the real poetry filled: a download, a wheel built from source, and the project's environment. */
beforeAll(async () => {
  tree = lastingTree();
  index = await openIndex(tree.at("packages"), "pebble-1.0");
  const environment = { ...tree.environment, PATH: `${dirname(tool("poetry"))}:${tree.environment["PATH"]}` };
  host = { ...hostIn(tree.home, environment), currentDirectory: tree.path };
  cache = join(tree.home, ".cache/pypoetry") as AbsolutePath;
  tree.file(
    "project/pyproject.toml",
    `[project]\nname = "demo"\nversion = "0.1.0"\nrequires-python = ">=3.9"\ndependencies = ["pebble==1.0", "gravel==3.1"]\n` +
      `[tool.poetry]\npackage-mode = false\n[[tool.poetry.source]]\nname = "local"\nurl = "${index.url}"\npriority = "primary"\n`,
  );
  install = () => mustRun(tool("poetry"), ["install", "--no-interaction"], { cwd: tree.at("project"), environment });
  await install();
});
afterAll(() => {
  index?.close();
  tree?.remove();
});

const yes = { confirm: () => Promise.resolve(true), isMeasured: false };
const request = { names: ["poetry"], chosen: null, named: [], permanent: true };

test("what is inside, with the environments apart from the cache", () => {
  const { entries, remarks } = contentsOf(host, "poetry");
  const told = entries.map(({ kind, package: name, version, safety }) => `${kind} ${name} ${version} ${safety}`);
  expect(told.toSorted()).toEqual([
    "artifact gravel 3.1 low",
    "artifact pebble 1.0 low",
    "built-wheel gravel 3.1 low",
    "environment null null data",
    "http null null safe",
    "http null null safe",
    "release gravel 3.1 safe",
    "release pebble 1.0 safe",
  ]);
  expect(remarks).toEqual([
    "the environments below virtualenvs are no part of the cache: a scan of that directory lists them",
  ]);
  const { parts, obstacles, safety, removable, bytes } = theCache(host, "poetry");
  expect(parts.map((part) => [part.id, part.safety, part.removable.frees > 0])).toEqual([
    ["index", "safe", true],
    ["artifacts", "low", true],
    ["environments", "data", false],
  ]);
  expect([obstacles, safety]).toEqual([[], "low"]);
  expect(removable.frees).toBeLessThan(bytes.frees - parts[2]!.bytes.allocated + 1);
});

test("what poetry does not make among the artifacts is no artifact", () => {
  const artifacts = join(cache, "artifacts") as AbsolutePath;
  const why = (entry: AbsolutePath) => poetry.whyNotUnderstood!(entry);
  expect(why(artifacts)).toBeNull();
  mkdirSync(join(artifacts, "mine"));
  writeFileSync(join(artifacts, "mine/thesis.whl"), "mine");
  expect(why(artifacts)).toBe(`${artifacts}/mine/thesis.whl is nothing that poetry makes`);
  renameSync(join(artifacts, "mine"), tree.at("mine"));
  expect(why(join(cache, "virtualenvs") as AbsolutePath)).toMatch(/is nothing that pyshed removes by itself/);
});

test("a wheel that was compiled here is not taken without being named", () => {
  const { path } = contentsOf(host, "poetry").entries.find(({ kind }) => kind === "built-wheel")!;
  const compiled = join(dirname(path), "gravel-3.1-cp311-cp311-linux_x86_64.whl");
  renameSync(path, compiled);
  expect(theCache(host, "poetry").safety).toBe("medium");
  renameSync(compiled, path);
  expect(theCache(host, "poetry").safety).toBe("low");
});

test("a link among its directories keeps it as it is", () => {
  renameSync(join(cache, "cache"), tree.at("elsewhere"));
  symlinkSync(tree.at("elsewhere"), join(cache, "cache"));
  expect(theCache(host, "poetry").obstacles).toEqual([`cache in it is a link to ${tree.at("elsewhere")}`]);
  mkdirSync(tree.at("aside"));
  renameSync(join(cache, "cache"), tree.at("aside/link"));
  renameSync(tree.at("elsewhere"), join(cache, "cache"));
  expect(theCache(host, "poetry").obstacles).toEqual([]);
});

test("a project with a directory of artifacts is no cache of poetry", () => {
  tree.file("look-alike/artifacts/model.bin", "mine");
  tree.file("look-alike/virtualenvs/readme.txt", "mine");
  const wrong = { ...host, environment: { ...host.environment, POETRY_CACHE_DIR: tree.at("look-alike") } };
  const { caches, problems } = surveyCaches(wrong, ["poetry"]).list;
  expect(caches.map(({ path }) => path)).toEqual([cache]);
  expect(problems).toMatchObject([{ path: tree.at("look-alike"), code: "EINVAL" }]);
});

test("its owner empties the index, pyshed the artifacts, the environment stays, and poetry installs again", async () => {
  const environments = snapshot(join(cache, "virtualenvs"));
  const result = await cleanCaches(host, request, yes);
  expect(result.report?.outcomes.map(({ act, result: what, path }) => [act, what, path])).toEqual([
    ["owner", "done", cache],
    ["delete", "done", join(cache, "artifacts")],
  ]);
  expect(existsSync(join(cache, "cache/repositories"))).toBe(false);
  expect(existsSync(join(cache, "artifacts"))).toBe(false);
  expect(snapshot(join(cache, "virtualenvs"))).toEqual(environments);
  await mustRun("rm", ["-rf", join(cache, "virtualenvs")], { environment: {} });
  expect(await install()).toMatch(/Installing pebble \(1\.0\)/);
  expect(theCache(host, "poetry").parts.map(({ id }) => id)).toContain("artifacts");
});

test("artifacts by package and version; poetry installs again, and undo brings them back", async () => {
  const selection = { ...EVERYTHING, packages: ["peb*"] };
  const before = snapshot(join(cache, "artifacts"), { timesOf: () => false });
  const result = await cleanCaches(host, { ...request, permanent: false, selection }, yes);
  expect(result.plan.steps.map(({ action, what }) => [action, what])).toEqual([["trash", "pebble 1.0 (artifact)"]]);
  const left = contentsOf(host, "poetry").entries.filter(({ kind }) => kind === "artifact");
  expect(left.map(({ package: name }) => name)).toEqual(["gravel"]);
  await undo(host, null);
  expect(snapshot(join(cache, "artifacts"), { timesOf: () => false })).toEqual(before);
  await cleanCaches(host, { ...request, selection: { ...EVERYTHING, kinds: ["built-wheel", "artifact"] } }, yes);
  expect(contentsOf(host, "poetry").entries.filter(({ kind }) => /artifact|wheel/.test(kind))).toEqual([]);
  await mustRun("rm", ["-rf", join(cache, "virtualenvs")], { environment: {} });
  expect(await install()).toMatch(/Installing gravel \(3\.1\)/);
  expect(contentsOf(host, "poetry").entries.map(({ kind }) => kind)).toContain("built-wheel");
});

test("index answers and environments are nothing that is selected", async () => {
  const selection = { ...EVERYTHING, kinds: ["environment", "release", "http"] };
  const result = await cleanCaches(host, { ...request, selection }, yes);
  expect([result.status, result.choosing[0]?.chosen]).toEqual(["nothing", 0]);
});

test("without poetry the artifacts go, the rest stays with its reason, and poetry installs again", async () => {
  const programs = tree.directory("programs");
  symlinkSync(findProgram(host, "git")!, join(programs, "git"));
  const without = { ...host, environment: { ...host.environment, PATH: programs } };
  const environments = snapshot(join(cache, "virtualenvs"));
  const result = await cleanCaches(without, request, yes);
  expect(result.report?.outcomes.map(({ act, result: what, path }) => [act, what, path])).toEqual([
    ["delete", "done", join(cache, "artifacts")],
  ]);
  expect(result.left.flatMap(({ reasons }) => reasons)).toEqual(["poetry is not on PATH"]);
  expect(existsSync(join(cache, "cache/repositories"))).toBe(true);
  expect(snapshot(join(cache, "virtualenvs"))).toEqual(environments);
  await mustRun("rm", ["-rf", join(cache, "virtualenvs")], { environment: {} });
  expect(await install()).toMatch(/Installing pebble \(1\.0\)/);
});
