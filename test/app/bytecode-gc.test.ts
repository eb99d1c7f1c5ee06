import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, renameSync, rmSync, utimesSync } from "node:fs";
import { dirname } from "node:path";
import { expect, it } from "vitest";
import { undo } from "../../src/app/undo.ts";
import { centralContents } from "../../src/app/bytecode-central.ts";
import type { CacheLimits } from "../../src/model/bytecode.ts";
import type { AbsolutePath } from "../../src/model/path.ts";
import { boundaries } from "../../src/scan/boundaries.ts";
import { workerSettings } from "../../src/scan/settings.ts";
import { byHash, byTime, GONE, oldFile, plantEveryClass, withInterpreter } from "../bytecode/planted.ts";
import { snapshot } from "../support/snapshot.ts";
import { temporaryTree, type TemporaryTree } from "../support/temporary-tree.ts";
import { hostIn } from "../support/trees.ts";
import { cleanAll } from "./workspace.ts";

const NO_LIMITS: CacheLimits = { olderThanMs: null, maxBytes: null };
const DAY_MS = 86_400_000;

/** A cache for all in `cache`, with sources in `src`; access times say that `a` was used yesterday, `b` long ago. */
function planted() {
  const tree = temporaryTree();
  const cache = tree.at("cache");
  const inCache = (source: string, tag: string): string => `cache${tree.at(source).replace(/\.py$/, "")}.${tag}.pyc`;
  const put = (source: string, tag: string, content: Buffer, usedDaysAgo: number): string => {
    const name = inCache(source, tag);
    const path = tree.file(name, content);
    utimesSync(path, (Date.now() - usedDaysAgo * DAY_MS) / 1000, (Date.now() - 400 * DAY_MS) / 1000);
    return path;
  };
  const [a, b] = ["a", "b"].map((name) => oldFile(tree, `src/${name}.py`, `NAME = "${name}"\n`));
  oldFile(tree, "src/pyproject.toml", "");
  const paths = {
    used: put("src/a.py", "cpython-399", byTime(a!), 1),
    unused: put("src/b.py", "cpython-399", byTime(b!), 100),
    stale: put("src/a.py", "cpython-34", byTime(a!, GONE.magic, 12), 1),
    orphan: put("src/gone.py", "cpython-399", byTime(a!), 1),
    build: put("src/b.py", "cpython-399.opt-1", byHash("x", false), 100),
  };
  tree.file("cache/notes.txt", "mine");
  return { tree, cache, paths, host: hostIn(tree.home, withInterpreter(tree)) };
}

type Planted = ReturnType<typeof planted>;

async function gc({ tree, host, cache }: Planted, limits: CacheLimits, options = {}) {
  const root = cache as AbsolutePath;
  return cleanAll({ tree, host, root }, { bytecode: "gc", limits }, options);
}

const left = ({ paths }: Planted): string[] =>
  Object.entries(paths).flatMap(([name, path]) => (isThere(path) ? [name] : []));

function isThere(path: string): boolean {
  try {
    return readFileSync(path).length > 0;
  } catch {
    return false;
  }
}

/** Bytes of the cache by `du`, without what is not its own. */
function takenBy({ tree, cache }: Planted): number {
  const du = (...args: string[]): number =>
    Number(execFileSync("du", ["-B1", "-s", ...args], { encoding: "utf8" }).split("\t")[0]);
  return du(cache) - du(tree.at("cache/notes.txt"));
}

it("takes what nothing can use, and keeps what is not its own", async () => {
  const space = planted();
  expect((await gc(space, NO_LIMITS)).status).toBe("done");
  expect(left(space)).toEqual(["used", "unused", "build"]);
  expect(readFileSync(space.tree.at("cache/notes.txt"), "utf8")).toBe("mine");
});

it("takes what was unused for long, then the least recently used down to a size", async () => {
  const space = planted();
  await gc(space, { olderThanMs: 30 * DAY_MS, maxBytes: null });
  expect(left(space)).toEqual(["used", "build"]);
  const leftIn = async (bytesOf: (other: Planted) => number): Promise<string[]> => {
    const other = planted();
    await gc(other, NO_LIMITS);
    await gc(other, { olderThanMs: null, maxBytes: bytesOf(other) });
    return left(other);
  };
  expect(await leftIn((other) => takenBy(other))).toEqual(["used", "unused", "build"]);
  expect(await leftIn((other) => takenBy(other) - 1)).toEqual(["used", "build"]);
  expect(await leftIn(() => 0)).toEqual(["build"]);
});

it("counts what may have been read after its access time as used until then", async () => {
  const space = planted();
  const { tree, host, cache } = space;
  const lag = boundaries(workerSettings(host, { depth: null, oneFileSystem: true }, [tree.path])).accessTimeLagMs(
    cache as AbsolutePath,
  );
  const usedBefore = (ms: number): void => {
    utimesSync(space.paths.unused, (Date.now() - ms) / 1000, (Date.now() - 400 * DAY_MS) / 1000);
  };
  expect(lag).toBe(lagByFindmnt(cache));
  usedBefore(30 * DAY_MS + (lag ?? 0) - 60_000);
  await gc(space, { olderThanMs: 30 * DAY_MS, maxBytes: null });
  expect(left(space)).toEqual(["used", "unused", "build"]);
  usedBefore(30 * DAY_MS + (lag ?? 0) + 60_000);
  await gc(space, { olderThanMs: 30 * DAY_MS, maxBytes: null });
  expect(left(space)).toEqual(lag === null ? ["used", "unused", "build"] : ["used", "build"]);
});

function lagByFindmnt(path: string): number | null {
  const options = execFileSync("findmnt", ["-no", "OPTIONS", "-T", path], { encoding: "utf8" }).trim().split(",");
  return options.includes("noatime") ? null : options.includes("relatime") ? DAY_MS : 0;
}

it("counts a directory as gone with the last entry in it", async () => {
  const space = planted();
  const { tree } = space;
  await gc(space, NO_LIMITS);
  const source = oldFile(tree, "lib/deep/x.py", "X = 1\n");
  const size = takenBy(space);
  const entry = `cache${tree.at("lib/deep/x")}.cpython-399.pyc`;
  const longAgo = (Date.now() - 500 * DAY_MS) / 1000;
  utimesSync(tree.file(entry, byTime(source)), longAgo, longAgo);
  await gc(space, { olderThanMs: null, maxBytes: size });
  expect(left(space)).toEqual(["used", "unused", "build"]);
  expect([isThere(tree.at(entry)), takenBy(space)]).toEqual([false, size]);
});

it("forecasts the directories that go with their last entries, and no others", async () => {
  const space = planted();
  const { tree } = space;
  await gc(space, NO_LIMITS);
  const names = Array.from({ length: 40 }, (_, index) => `lib/p${index}/deep`);
  for (const name of names) tree.file(`cache${tree.at(name)}/gone.cpython-399.pyc`, byHash("x", true));
  tree.file(`cache${tree.at(names[0]!)}/notes.txt`, "mine");
  tree.directory(`cache${tree.at(names[1]!)}/empty`);
  const before = takenBy(space);
  const root = space.cache as AbsolutePath;
  const options = { bytecode: "gc", limits: NO_LIMITS, permanent: true } as const;
  const { forecast, later } = await cleanAll({ tree, host: space.host, root }, options);
  expect(forecast).toMatchObject({ frees: before - takenBy(space), freesUpTo: before - takenBy(space) });
  expect([forecast.frees > 2 * 38 * 4096, later.frees]).toEqual([true, 0]);
  expect([isThere(tree.at(`cache${tree.at(names[0]!)}/notes.txt`)), forecast.frees]).toEqual([
    true,
    forecast.allocated,
  ]);
});

it("keeps what was used since it was planned", async () => {
  const space = planted();
  const options = {
    onPoint(point: string) {
      if (point === "locked")
        utimesSync(space.paths.unused, Date.now() / 1000 + 60, (Date.now() - 400 * DAY_MS) / 1000);
    },
  };
  const result = await gc(space, { olderThanMs: 30 * DAY_MS, maxBytes: null }, options);
  expect(left(space)).toEqual(["used", "unused", "build"]);
  expect(result.left.map(({ reasons }) => reasons.join())).toEqual(["it has been used since it was planned"]);
});

it("takes nothing from a tree with sources that the variable names by mistake", async () => {
  const space = planted();
  const { tree, cache } = space;
  rmSync(cache, { recursive: true });
  plantEveryClass(tree);
  renameSync(tree.at("app"), cache);
  const before = snapshot(cache);
  await gc(space, { olderThanMs: 0, maxBytes: 0 });
  expect(snapshot(cache)).toEqual(before);
});

it("keeps entries whose sources may be on a disk that is away", async () => {
  const space = planted();
  const { tree } = space;
  rmSync(tree.at("src"), { recursive: true });
  mkdirSync(tree.at("src"));
  // The empty directory may be where a disk is mounted, so what lay below it may come back.
  const below = tree.file(`cache${tree.at("src/disk/x")}.cpython-399.pyc`, byHash("x", true));
  await gc(space, NO_LIMITS);
  expect(isThere(below)).toBe(true);
  expect(left(space)).toEqual(["build"]);
  tree.file("src/other.txt", "not empty");
  await gc(space, NO_LIMITS);
  expect(isThere(below)).toBe(false);
});

it("sums a package where it is imported from, when no project is known", async () => {
  const { tree, host, cache } = planted();
  for (const name of ["bare/package/__init__", "bare/package/deep/__init__"]) {
    tree.file(`${name}.py`, "");
    tree.file(`cache${tree.at(name)}.cpython-399.pyc`, byHash("", true));
  }
  expect((await centralContents(host, cache as AbsolutePath)).byOwner.map(({ name, files }) => [name, files])).toEqual([
    [tree.at("src"), 5],
    [tree.at("bare"), 2],
  ]);
});

it("sums what is there by owner and interpreter, and changes nothing", async () => {
  const space = planted();
  const { tree, host, cache } = space;
  const before = snapshot(tree.path);
  expect(await centralContents(host, cache as AbsolutePath)).toMatchObject({
    files: 5,
    allocated: takenBy(space),
    useless: 2,
    byOwner: [{ name: tree.at("src"), files: 5 }],
    byInterpreter: [
      { name: "cpython-399", files: 4 },
      { name: "cpython-34", files: 1 },
    ],
  });
  expect(snapshot(tree.path)).toEqual(before);
});

it("never takes a link, a directory, or the cache itself", async () => {
  const space = planted();
  const tree: TemporaryTree = space.tree;
  mkdirSync(`${dirname(space.paths.used)}/d.cpython-34.pyc`);
  await gc(space, { olderThanMs: 0, maxBytes: 0 });
  expect(left(space)).toEqual(["build"]);
  expect(Object.keys(snapshot(tree.at("cache")))).toContainEqual(expect.stringMatching(/d\.cpython-34\.pyc$/));
});

it.each([false, true])("leaves no empty directory behind, but the cache itself (permanent: %s)", async (permanent) => {
  const space = planted();
  const { tree, host, cache } = space;
  const deep = tree.file(`cache${tree.at("src/gone/deeper/still/x")}.cpython-399.pyc`, byHash("x", true));
  tree.directory("cache/empty/before");
  const before = snapshot(cache, { timesOf: () => false });
  await cleanAll({ tree, host, root: cache as AbsolutePath }, { bytecode: "gc", limits: NO_LIMITS, permanent });
  expect(isThere(deep)).toBe(false);
  const names = Object.keys(snapshot(cache));
  expect(names.filter((name) => /gone/.test(name))).toEqual([]);
  expect(names).toContain(tree.at("src").slice(1));
  if (permanent) return;
  await undo(host, null);
  expect(snapshot(cache, { timesOf: () => false })).toEqual(before);
});

it("never removes the cache itself, nor a directory that somebody has put something in", async () => {
  const tree = temporaryTree();
  const cache = tree.directory("cache");
  const host = hostIn(tree.home, withInterpreter(tree));
  const source = oldFile(tree, "src/a.py", "A = 1\n");
  const [one, other] = ["one", "other"].map((name) =>
    tree.file(`cache${tree.at(`src/${name}/gone`)}.cpython-399.pyc`, byTime(source)),
  );
  const root = cache as AbsolutePath;
  const onPoint = (point: string): void => {
    if (point.startsWith("checked")) tree.file(`cache${tree.at("src/one/new")}.cpython-399.pyc`, "new");
  };
  const options = { bytecode: "gc", limits: NO_LIMITS, permanent: true } as const;
  await cleanAll({ tree, host, root }, options, { onPoint });
  expect([isThere(one!), isThere(other!)]).toEqual([false, false]);
  expect(Object.keys(snapshot(tree.at(`cache${tree.at("src")}`)))).toEqual([".", "one", "one/new.cpython-399.pyc"]);
  rmSync(`${dirname(one!)}/new.cpython-399.pyc`);
  const last = tree.file(`cache${tree.at("src/one/gone")}.cpython-399.pyc`, byTime(source));
  await cleanAll({ tree, host, root }, options);
  expect(isThere(last)).toBe(false);
  expect(Object.keys(snapshot(cache))).toEqual(["."]);
});
