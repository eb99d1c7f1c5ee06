import { mkdirSync, readdirSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cleanCaches } from "../../src/app/clean-caches.ts";
import { inspectCache, surveyCaches } from "../../src/app/caches.ts";
import { undo } from "../../src/app/undo.ts";
import { EVERYTHING } from "../../src/model/cache-selection.ts";
import type { AbsolutePath } from "../../src/model/path.ts";
import { heldLock } from "../../src/system/held-locks.ts";
import type { Host } from "../../src/system/host.ts";
import { holdLock } from "../support/hold-lock.ts";
import { mustRun } from "../support/run.ts";
import { snapshot } from "../support/snapshot.ts";
import { lastingTree, type TemporaryTree } from "../support/temporary-tree.ts";
import { machinePython, tool } from "../support/tools.ts";
import { hostIn } from "../support/trees.ts";
import { contentsOf, theCache } from "./store-place.ts";

let tree: TemporaryTree;
let host: Host;
let own: Host;
let pipx: (home: string | undefined, ...args: string[]) => Promise<string>;

/** What the real pipx leaves: a run in its cache directory, and another in a home of its own with an installed program. */
beforeAll(async () => {
  tree = lastingTree();
  const environment = {
    ...tree.environment,
    PATH: `${dirname(tool("pipx"))}:${tree.environment["PATH"]}`,
    PIPX_DEFAULT_BACKEND: "pip",
    PIPX_DEFAULT_PYTHON: machinePython(),
  };
  host = { ...hostIn(tree.home, environment), currentDirectory: tree.path };
  own = { ...host, environment: { ...environment, PIPX_HOME: tree.at("home") } };
  pipx = (home, ...args) =>
    mustRun(tool("pipx"), args, {
      cwd: tree.path,
      environment: home === undefined ? environment : { ...environment, PIPX_HOME: home },
    });
  await pipx(undefined, "run", "pycowsay", "hello");
  await pipx(tree.at("home"), "run", "pycowsay", "hello");
  await pipx(tree.at("home"), "install", "pycowsay");
});
afterAll(() => tree?.remove());

const yes = { confirm: () => Promise.resolve(true), isMeasured: false };
const request = (name: string) => ({ names: [name], chosen: null, named: [], permanent: true });
const runs = (directory: string): string[] => readdirSync(directory).filter((name) => /^[0-9a-f]{15}$/.test(name));

test("in the home: trash and runs go, installed programs stay and still work", async () => {
  const home = tree.at("home");
  const program = snapshot(join(home, "venvs"));
  mkdirSync(join(home, ".trash/abcdefgh.old"), { recursive: true });
  writeFileSync(join(home, ".trash/abcdefgh.old/file"), "x");
  const there = () => surveyCaches(own, ["pipx-home"]).surveyed.find(({ cache }) => cache.path === home)!;
  const told = inspectCache(own, there())!.entries.map(({ kind, package: name, safety }) => [kind, name, safety]);
  expect(told.toSorted()).toEqual([
    ["program", "pycowsay", "data"],
    ["run", "pycowsay", "low"],
  ]);
  const before = there().cache;
  expect([before.obstacles, before.locatedBy, before.isCurrent]).toEqual([[], "PIPX_HOME", true]);
  const result = await cleanCaches(own, request("pipx-home"), yes);
  const inside = result.report!.outcomes.filter(({ path }) => path.startsWith(home));
  expect(inside.map(({ act, result: what, path }) => [act, what, path]).toSorted()).toEqual([["owner", "done", home]]);
  expect(runs(join(home, ".cache"))).toEqual([]);
  expect(readdirSync(home)).not.toContain(".trash");
  expect(snapshot(join(home, "venvs"))).toEqual(program);
  // The other place is not touched.
  expect(runs(join(tree.home, ".cache/pipx"))).toHaveLength(1);
  expect(await mustRun(join(home, "venvs/pycowsay/bin/pycowsay"), ["moo"], { environment: {} })).toContain("moo");
});

test("under another name pipx cannot be told the place", async () => {
  const [place, moved] = [join(tree.home, ".cache/pipx"), tree.at("moved")];
  renameSync(place, moved);
  symlinkSync(moved, place);
  expect(theCache(host, "pipx").obstacles).toEqual([
    "it lies under another name (moved), where pipx cannot be told to look",
  ]);
  expect((await cleanCaches(host, request("pipx"), yes)).report).toBeNull();
  expect(runs(moved)).toHaveLength(1);
  await mustRun("rm", [place], { environment: {} });
  renameSync(moved, place);
});

test("a home of somebody else's with environments in `venvs` is none of pipx's", () => {
  tree.file("look-alike/venvs/mine/pyvenv.cfg", "home = /usr/bin\n");
  const wrong = { ...host, environment: { ...host.environment, PIPX_HOME: tree.at("look-alike") } };
  const { caches, problems } = surveyCaches(wrong, ["pipx-home"]).list;
  expect(caches.map(({ path }) => path)).not.toContain(tree.at("look-alike"));
  expect(problems).toMatchObject([{ path: tree.at("look-alike"), code: "EINVAL" }]);
});

test("one of what pipx run keeps goes by itself, undo brings it back, and pipx's lock keeps it", async () => {
  await pipx(undefined, "run", "--spec", "cowsay", "cowsay", "-t", "hi");
  const place = join(tree.home, ".cache/pipx");
  const cleaned = async () => {
    const selection = { ...EVERYTHING, packages: ["pycow*"] };
    return cleanCaches(host, { ...request("pipx"), permanent: false, selection }, yes);
  };
  const names = (): (string | null)[] =>
    contentsOf(host, "pipx")
      .entries.map(({ package: name }) => name)
      .toSorted();
  expect(names()).toEqual(["cowsay", "pycowsay"]);
  const { path } = contentsOf(host, "pipx").entries.find(({ package: name }) => name === "pycowsay")!;
  renameSync(join(path, "pyvenv.cfg"), tree.at("aside"));
  expect((await cleaned()).left[0]?.reasons).toEqual([`${path} is no environment`]);
  renameSync(tree.at("aside"), join(path, "pyvenv.cfg"));
  const lock = join(place, `.${basename(path)}.lock`) as AbsolutePath;
  const pid = await holdLock(lock, "LOCK_EX");
  const held = await cleaned();
  expect([held.status, held.left[0]?.reasons]).toEqual(["nothing", [`python3 (pid ${pid}) has files of it open`]]);
  process.kill(pid, "SIGKILL");
  await expect.poll(() => heldLock(host, lock).answer).toBe("no");
  const { plan, report } = await cleaned();
  expect(plan.steps).toMatchObject([{ action: "trash", path, because: "pipx cache purge takes all of them" }]);
  expect([report?.outcomes.map(({ result }) => result), names()]).toEqual([["done"], ["cowsay"]]);
  await undo(host, null);
  expect(names()).toEqual(["cowsay", "pycowsay"]);
  expect(await mustRun(join(path, "bin/pycowsay"), ["moo"], { environment: {} })).toContain("moo");
  await cleaned();
  expect(await pipx(undefined, "run", "pycowsay", "hello")).toContain("hello");
  await cleanCaches(host, { ...request("pipx"), selection: { ...EVERYTHING, packages: ["cowsay"] } }, yes);
});

test("what pipx run keeps goes by its owner, and it runs again", async () => {
  const place = join(tree.home, ".cache/pipx") as AbsolutePath;
  expect(contentsOf(host, "pipx").entries).toMatchObject([{ kind: "run", package: "pycowsay", safety: "low" }]);
  const before = theCache(host, "pipx");
  expect([before.path, before.obstacles, before.command]).toEqual([place, [], "pipx cache purge"]);
  // Its own setting must not lead the owner to another place.
  const both = { ...own, environment: { ...own.environment } };
  const result = await cleanCaches(both, request("pipx"), yes);
  expect(result.report?.outcomes.map(({ act, result: what, path }) => [act, what, path])).toEqual([
    ["owner", "done", place],
  ]);
  expect(runs(place)).toEqual([]);
  expect(before.bytes.allocated - theCache(host, "pipx").bytes.allocated).toBe(before.removable.frees);
  expect(await pipx(undefined, "run", "pycowsay", "hello")).toContain("hello");
});
