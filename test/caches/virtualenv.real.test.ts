import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { cleanCaches } from "../../src/app/clean-caches.ts";
import { surveyCaches } from "../../src/app/caches.ts";
import { undo } from "../../src/app/undo.ts";
import { EVERYTHING } from "../../src/model/cache-selection.ts";
import type { AbsolutePath } from "../../src/model/path.ts";
import type { Host } from "../../src/system/host.ts";
import { mustRun } from "../support/run.ts";
import { snapshot } from "../support/snapshot.ts";
import { temporaryTree, type TemporaryTree } from "../support/temporary-tree.ts";
import { machinePython, tool } from "../support/tools.ts";
import { hostIn } from "../support/trees.ts";
import { contentsOf, theCache } from "./store-place.ts";

interface Filled {
  readonly tree: TemporaryTree;
  readonly host: Host;
  readonly store: AbsolutePath;
  readonly virtualenv: (...args: string[]) => Promise<string>;
}

/** App data that the real virtualenv filled. */
async function filled(): Promise<Filled> {
  const tree = temporaryTree();
  const environment = { ...tree.environment, PATH: `${dirname(tool("virtualenv"))}:${tree.environment["PATH"]}` };
  const always = ["-q", "--no-periodic-update", "--python", machinePython()];
  const virtualenv = (...args: string[]) =>
    mustRun(tool("virtualenv"), [...always, ...args], { cwd: tree.path, environment });
  await virtualenv("copied");
  const host = { ...hostIn(tree.home, environment), currentDirectory: tree.path };
  return { tree, host, store: join(tree.home, ".cache/virtualenv") as AbsolutePath, virtualenv };
}

const yes = { confirm: () => Promise.resolve(true), isMeasured: false };
const request = { names: ["virtualenv"], chosen: null, named: [], permanent: true };

test("pyshed removes it, the environment still works, and the next one is made", async () => {
  const { tree, host, store, virtualenv } = await filled();
  const images = contentsOf(host, "virtualenv").entries.filter(({ kind }) => kind === "image");
  expect(images.map(({ package: name, isUsed }) => [name, isUsed])).toContainEqual(["pip", "no"]);
  expect(theCache(host, "virtualenv")).toMatchObject({ path: store, obstacles: [], command: null, safety: "low" });
  const result = await cleanCaches(host, request, yes);
  const outcomes = result.report?.outcomes.map(({ act, result: what, path }) => [act, what, path]);
  expect(outcomes).toEqual(expect.arrayContaining([["delete", "done", join(store, "wheel")]]));
  expect([existsSync(join(store, "wheel")), existsSync(join(store, "py_info"))]).toEqual([false, false]);
  expect(await mustRun(tree.at("copied/bin/python"), ["-m", "pip", "--version"], { environment: {} })).toMatch(/^pip /);
  await virtualenv("next");
  expect(await mustRun(tree.at("next/bin/python"), ["-m", "pip", "--version"], { environment: {} })).toMatch(/^pip /);
});

test("one unpacked wheel goes by itself, undo brings it back, and the next environment is made without it", async () => {
  const { tree, host, store, virtualenv } = await filled();
  const images = () =>
    contentsOf(host, "virtualenv").entries.flatMap(({ kind, package: name }) => (kind === "image" ? [name] : []));
  expect(images()).toContain("pip");
  const some = { ...request, permanent: false, selection: { ...EVERYTHING, packages: ["pip"] } };
  const { plan } = await cleanCaches(host, some, yes);
  expect(plan.steps.map(({ action, what }) => [action, what])).toEqual([
    ["trash", expect.stringMatching(/^pip \S+ \(image\)$/)],
  ]);
  expect([images().includes("pip"), existsSync(join(store, "py_info"))]).toEqual([false, true]);
  await undo(host, null);
  expect(images()).toContain("pip");
  await cleanCaches(host, some, yes);
  await virtualenv("next");
  expect(await mustRun(tree.at("next/bin/python"), ["-m", "pip", "--version"], { environment: {} })).toMatch(/^pip /);
  // A wheel that it downloaded is named in its notes: it never goes by itself.
  const inHouse = join(store, "wheel/house/pip-99.0-py3-none-any.whl");
  mkdirSync(dirname(inHouse), { recursive: true });
  writeFileSync(inHouse, "x");
  const wheels = await cleanCaches(host, { ...some, selection: { ...EVERYTHING, kinds: ["wheel"] } }, yes);
  expect([wheels.status, existsSync(inHouse)]).toEqual(["nothing", true]);
});

test("environments that link into it keep it whole", async () => {
  const { tree, host, store, virtualenv } = await filled();
  await virtualenv("--symlink-app-data", "linked");
  const before = snapshot(store);
  expect(theCache(host, "virtualenv").obstacles).toEqual([
    expect.stringMatching(
      /^environments made with --symlink-app-data may link to .*\/SymlinkPipInstall\/pip-\S+, and would lose their pip$/,
    ),
  ]);
  expect((await cleanCaches(host, request, yes)).report).toBeNull();
  expect(snapshot(store)).toEqual(before);
  expect(await mustRun(tree.at("linked/bin/python"), ["-m", "pip", "--version"], { environment: {} })).toMatch(/^pip /);
});

test("somebody's wheel among its own stays, and all that lies with it", async () => {
  const { host, store } = await filled();
  writeFileSync(join(store, "wheel/notes.txt"), "mine");
  const result = await cleanCaches(host, request, yes);
  expect(result.report?.outcomes.map(({ path }) => path)).not.toContain(join(store, "wheel"));
  expect(existsSync(join(store, "wheel/notes.txt"))).toBe(true);
});

test("a directory of wheels is no app data", async () => {
  const { tree, host, store } = await filled();
  tree.file("look-alike/wheel/mine-1.0-py3-none-any.whl", "mine");
  const wrong = { ...host, environment: { ...host.environment, VIRTUALENV_OVERRIDE_APP_DATA: tree.at("look-alike") } };
  const { caches, problems } = surveyCaches(wrong, ["virtualenv"]).list;
  expect(caches.map(({ path }) => path)).toEqual([store]);
  expect(problems).toMatchObject([{ path: tree.at("look-alike"), code: "EINVAL" }]);
});
