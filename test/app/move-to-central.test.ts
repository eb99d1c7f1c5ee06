import { execFileSync } from "node:child_process";
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { realCentral } from "../../src/app/central-place.ts";
import type { CleanOptions } from "../../src/app/clean.ts";
import { history } from "../../src/app/history.ts";
import { undo } from "../../src/app/undo.ts";
import { mutatingCalls, type MutatingCalls } from "../../src/system/mutate/calls.ts";
import type { AbsolutePath } from "../../src/model/path.ts";
import { byTime, oldFile, plantEveryClass, withInterpreter } from "../bytecode/planted.ts";
import { memoryTree } from "../support/memory-tree.ts";
import { snapshot, type Snapshot } from "../support/snapshot.ts";
import { temporaryTree } from "../support/temporary-tree.ts";
import { hostIn } from "../support/trees.ts";
import { cleanAll, namesIn, workspace, type Workspace } from "./workspace.ts";

interface Moving extends Workspace {
  readonly cache: AbsolutePath;
}

function planted(): Moving {
  const tree = temporaryTree();
  plantEveryClass(tree);
  const host = hostIn(tree.home, withInterpreter(tree));
  return { tree, host, root: tree.path, cache: join(tree.home, ".cache/pycache") as AbsolutePath };
}

function move(space: Moving, options: CleanOptions = {}) {
  return cleanAll(space, { bytecode: "move", into: space.cache }, options);
}

/** Everything but the times of directories that something came from or went to. */
function contentsOf(directory: string): Snapshot {
  return snapshot(directory, { timesOf: (path) => !/(?:^\.|__pycache__|app|mixed)$/.test(path) });
}

/** The cache on another filesystem than the sources. */
function onAnotherFileSystem(): Moving {
  const space = planted();
  const cache = memoryTree() as AbsolutePath;
  expect(statSync(cache).dev).not.toBe(statSync(space.tree.path).dev);
  return { ...space, cache };
}

it("moves what is of use to where Python looks for it, and nothing else; undo moves it back", async () => {
  const space = planted();
  const before = contentsOf(space.tree.path);
  const result = await move(space);
  expect(result.report?.outcomes.map((outcome) => outcome.result)).toEqual(["done", "done", "done"]);
  expect(namesIn(space.cache, space.tree.at("app"))).toEqual(["a.cpython-399.opt-1.pyc", "a.cpython-399.pyc", "mixed"]);
  expect(namesIn(space.cache, space.tree.at("app/mixed"))).toEqual(["b.cpython-399.pyc"]);
  expect(namesIn(space.tree.at("app/__pycache__"))).toEqual([
    "a.cpython-34.pyc",
    "a.cpython-399.opt-2.pyc",
    "a.cpython-399.pyc.140234",
    "gone.cpython-399.pyc",
  ]);
  expect(namesIn(space.tree.at("app/mixed"))).toEqual(["__pycache__", "b.py", "b.pyc", "program.pyc"]);
  expect(result.later.frees + result.forecast.frees).toBe(0);

  await undo(space.host, null);
  expect(contentsOf(space.tree.path)).toEqual(before);
  expect(namesIn(space.cache, "..")).not.toContain("pycache");
  expect(history(space.host).map(({ kind, items }) => [kind, items.map(({ where }) => where)])).toEqual([
    ["undo", ["moved", "moved", "moved"]],
    ["move", ["restored", "restored", "restored"]],
  ]);
  await expect(undo(space.host, null)).rejects.toThrow("has been taken back");
});

it("is read by a real Python from its new place", async () => {
  const space = workspace();
  const { tree, host } = space;
  tree.file("demo/pyproject.toml", "");
  for (const name of ["demo/pack/__init__.py", "demo/pack/näme with space.py"]) oldFile(tree, name, "VALUE = 1\n");
  const python = (...args: string[]) =>
    execFileSync("python3", args, { cwd: tree.at("demo"), env: { ...tree.environment }, encoding: "utf8" });
  python("-m", "compileall", "-q", ".");
  python("-OO", "-m", "compileall", "-q", ".");
  const cache = join(tree.home, "c/pycache") as AbsolutePath;
  const result = await cleanAll({ ...space, host }, { bytecode: "move", into: cache });
  expect(result.left).toEqual([]);
  expect(namesIn(tree.at("demo/pack"))).toEqual(["__init__.py", "näme with space.py"]);
  const program = `
import importlib.util, os, sys
sys.pycache_prefix = ${JSON.stringify(cache)}
for name in ("__init__.py", "näme with space.py"):
    source = os.path.join(${JSON.stringify(tree.at("demo/pack"))}, name)
    for level in ("", 2):
        place = importlib.util.cache_from_source(source, optimization=level)
        print(place, os.path.isfile(place))
`;
  expect(
    python("-c", program)
      .trim()
      .split("\n")
      .map((line) => line.split(" ").at(-1)),
  ).toEqual(Array(4).fill("True"));
  // Python says "matches" where it took the bytecode, and writes nothing new.
  const said = execFileSync("sh", ["-c", 'exec python3 -v -c "import pack" 2>&1'], {
    cwd: tree.at("demo"),
    env: { ...tree.environment, PYTHONPYCACHEPREFIX: cache },
    encoding: "utf8",
  });
  expect(said).toMatch(new RegExp(`${cache}${tree.at("demo/pack")}/__init__\\.\\S+ matches`));
});

it.each(["one filesystem", "two"])("replaces nothing that is there (%s)", async (where) => {
  const space = where === "two" ? onAnotherFileSystem() : planted();
  const there = join(space.cache, space.tree.at("app"));
  mkdirSync(there, { recursive: true });
  writeFileSync(join(there, "a.cpython-399.pyc"), "somebody's");
  const result = await move(space);
  expect(readFileSync(join(there, "a.cpython-399.pyc"), "utf8")).toBe("somebody's");
  expect(namesIn(space.tree.at("app/__pycache__"))).toContain("a.cpython-399.pyc");
  expect(namesIn(there)).toEqual(["a.cpython-399.opt-1.pyc", "a.cpython-399.pyc", "mixed"]);
  expect(result.left.map(({ path, reasons }) => [path, reasons.join()])).toEqual([
    [space.tree.at("app/__pycache__/a.cpython-399.pyc"), "something is there already, and nothing is overwritten"],
  ]);
});

it("copies to another filesystem, and moves back from there", async () => {
  const space = onAnotherFileSystem();
  linkSync(space.tree.at("app/mixed/__pycache__/b.cpython-399.pyc"), space.tree.at("second-name"));
  const before = contentsOf(space.tree.path);
  const original = statSync(space.tree.at("app/__pycache__/a.cpython-399.pyc"), { bigint: true });
  const result = await move(space);
  expect(result.left.map(({ reasons }) => reasons.join())).toEqual([
    "it has further names, which cannot move to another filesystem with it",
  ]);
  const copy = join(space.cache, space.tree.at("app/a.cpython-399.pyc"));
  expect(statSync(copy, { bigint: true })).toMatchObject({ mtimeNs: original.mtimeNs, nlink: 1n, mode: original.mode });
  expect(namesIn(space.cache, space.tree.at("app"))).toEqual(["a.cpython-399.opt-1.pyc", "a.cpython-399.pyc"]);
  expect(namesIn(space.tree.at("app/__pycache__"))).not.toContain("a.cpython-399.pyc");
  await undo(space.host, null);
  expect(contentsOf(space.tree.path)).toEqual(before);
});

it("leaves what has changed since it was planned", async () => {
  const space = planted();
  const path = space.tree.at("app/__pycache__/a.cpython-399.pyc");
  const onPoint = (point: string): void => {
    if (point === "intended") writeFileSync(path, byTime(space.tree.at("app/a.py")));
  };
  const { left } = await move(space, { onPoint });
  expect(left.map((one) => one.path)).toEqual([path]);
  expect(statSync(path).size).toBeGreaterThan(0);
});

it("says of what another one has moved meanwhile that it is gone", async () => {
  const space = planted();
  const onPoint = (point: string): void => {
    if (point === "locked") rmSync(space.tree.at("app/mixed/__pycache__/b.cpython-399.pyc"));
  };
  const { left } = await move(space, { onPoint });
  expect(left.map(({ reasons }) => reasons.join())).toEqual(["it is gone, or cannot be looked at any more"]);
});

it("puts back what was exchanged in the last moment", async () => {
  const space = planted();
  const path = space.tree.at("app/mixed/__pycache__/b.cpython-399.pyc");
  const real = mutatingCalls()!;
  let isExchanged = false;
  const calls: MutatingCalls = {
    ...real,
    renameNoReplace(...values) {
      // The directory that it goes to is made right before.
      if (!isExchanged && existsSync(join(space.cache, space.tree.at("app/mixed")))) {
        isExchanged = true;
        rmSync(path);
        writeFileSync(path, "of somebody else");
      }
      return real.renameNoReplace(...values);
    },
  };
  const { left } = await move(space, { calls });
  expect(isExchanged).toBe(true);
  expect(readFileSync(path, "utf8")).toBe("of somebody else");
  expect(left.map((one) => one.path)).toEqual([path]);
  expect(namesIn(space.cache, space.tree.at("app"))).toEqual(["a.cpython-399.opt-1.pyc", "a.cpython-399.pyc"]);
});

it("moves back only what it moved, and makes no project again that is gone", async () => {
  const space = planted();
  await move(space);
  const rewritten = join(space.cache, space.tree.at("app/a.cpython-399.pyc"));
  writeFileSync(rewritten, "Python has compiled it again");
  utimesSync(rewritten, 1, 1);
  rmSync(space.tree.at("app/mixed"), { recursive: true });
  const { outcomes } = await undo(space.host, null);
  expect(outcomes.map(({ result, reason }) => [result, reason]).toSorted()).toEqual([
    ["done", null],
    ["skipped", `${space.tree.at("app/mixed")} does not exist any more`],
    ["skipped", "it has changed since it was planned"],
  ]);
  expect(readFileSync(rewritten, "utf8")).toBe("Python has compiled it again");
  expect(namesIn(space.tree.at("app"))).not.toContain("mixed");
  expect(namesIn(space.cache, space.tree.at("app/mixed"))).toEqual(["b.cpython-399.pyc"]);
});

it("says with one reason that what it moved is gone, by file and by directory", async () => {
  const space = planted();
  await move(space);
  for (const name of namesIn(space.cache, space.tree.at("app"))) {
    if (name.endsWith(".pyc")) rmSync(join(space.cache, space.tree.at("app"), name));
  }
  rmSync(join(space.cache, space.tree.at("app/mixed")), { recursive: true });
  const { outcomes } = await undo(space.host, null);
  expect(outcomes.map(({ result, reason }) => [result, reason])).toEqual(outcomes.map(() => ["skipped", "it is gone"]));
  expect(outcomes.length).toBeGreaterThan(1);
});

it("moves back by the path that it lay at, alone", async () => {
  const space = planted();
  await move(space);
  const path = space.tree.at("app/mixed/__pycache__/b.cpython-399.pyc");
  const { outcomes } = await undo(space.host, path);
  expect(outcomes.map((one) => [one.act, one.path, one.files])).toEqual([["move", path, 1]]);
  expect(existsSync(path)).toBe(true);
  expect(namesIn(space.cache, space.tree.at("app"))).toEqual(["a.cpython-399.opt-1.pyc", "a.cpython-399.pyc"]);
  await undo(space.host, null);
  expect(namesIn(space.tree.at("app/__pycache__"))).toContain("a.cpython-399.pyc");
});

it("resolves links on the way to the cache, for the move follows none", () => {
  const { tree, host } = planted();
  tree.directory("disk");
  execFileSync("ln", ["-s", tree.at("disk"), join(tree.home, ".cache")]);
  const place = { path: join(tree.home, ".cache/pycache") as AbsolutePath, isThere: false, isInEffect: false };
  expect(realCentral(place)).toBe(tree.at("disk/pycache"));
  expect(host.home).toBe(tree.home);
});
