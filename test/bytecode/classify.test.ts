import { mkdirSync, rmSync, symlinkSync, truncateSync, utimesSync, writeFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import { expect, it } from "vitest";
import { classify } from "../../src/bytecode/classify.ts";
import { sourcePlaceOf } from "../../src/bytecode/places.ts";
import { usability } from "../../src/bytecode/usability.ts";
import type { BytecodeClass, Interpreter } from "../../src/model/bytecode.ts";
import type { AbsolutePath } from "../../src/model/path.ts";
import { temporaryTree, type TemporaryTree } from "../support/temporary-tree.ts";
import { byHash, byTime, GONE, HERE } from "./planted.ts";

const here: Interpreter = { path: "/usr/bin/python3.99" as AbsolutePath, ...HERE, version: "3.99.0", how: "asked" };

function classOf(
  tree: TemporaryTree,
  name: string,
  interpreters: readonly Interpreter[] = [here],
): BytecodeClass | null {
  const directory = dirname(tree.at(name)) as AbsolutePath;
  const place = sourcePlaceOf(directory, basename(directory) === "__pycache__");
  return classify(tree.at(name), basename(name), place, usability(interpreters))?.class ?? null;
}

function treeWithSource(): { readonly tree: TemporaryTree; readonly source: string } {
  const tree = temporaryTree();
  return { tree, source: tree.file("a.py", "VALUE = 1\n") };
}

it("knows current from outdated by time, by size and by hash", () => {
  const { tree, source } = treeWithSource();
  tree.file("__pycache__/a.cpython-399.pyc", byTime(source));
  tree.file("__pycache__/a.cpython-399.opt-1.pyc", byHash("VALUE = 1\n", true));
  tree.file("__pycache__/a.cpython-399-pytest-9.2.0.pyc", byHash("VALUE = 1\n", true));
  const all = ["a.cpython-399.pyc", "a.cpython-399.opt-1.pyc", "a.cpython-399-pytest-9.2.0.pyc"];
  const classes = (): (BytecodeClass | null)[] => all.map((name) => classOf(tree, `__pycache__/${name}`));
  expect(classes()).toEqual(["current", "current", "current"]);
  const { mtime } = { mtime: new Date("2024-05-06T07:08:09Z") };
  utimesSync(source, mtime, mtime);
  expect(classes()).toEqual(["outdated", "current", "current"]);
  tree.file("__pycache__/a.cpython-399.pyc", byTime(source));
  writeFileSync(source, "VALUE = 12\n");
  utimesSync(source, mtime, mtime);
  expect(classes()).toEqual(["outdated", "outdated", "outdated"]);
});

it("cuts times to 32 bits as Python does", () => {
  const { tree, source } = treeWithSource();
  for (const time of [2 ** 32 + 5, 5, -3]) {
    utimesSync(source, time, time);
    tree.file("__pycache__/a.cpython-399.pyc", byTime(source));
    expect([time, classOf(tree, "__pycache__/a.cpython-399.pyc")]).toEqual([time, "current"]);
  }
});

it("calls stale only what every interpreter that may be here can not use", () => {
  const { tree, source } = treeWithSource();
  tree.file("__pycache__/a.cpython-34.pyc", byTime(source, GONE.magic, 12));
  tree.file("__pycache__/a.cpython-399.pyc", byTime(source, HERE.magic + 1));
  tree.file("__pycache__/a.other-1.pyc", byTime(source));
  const of = (interpreters: readonly Interpreter[]) =>
    ["a.cpython-34.pyc", "a.cpython-399.pyc"].map((name) => classOf(tree, `__pycache__/${name}`, interpreters));
  expect(of([here])).toEqual(["stale", "stale"]);
  expect(of([])).toEqual(["current", "current"]);
  const silent = (tag: string | null | undefined): Interpreter => ({ ...here, tag, magic: undefined, how: "silent" });
  expect(of([here, silent(undefined)])).toEqual(["current", "current"]);
  expect(of([here, silent("cpython-34")])).toEqual(["current", "stale"]);
  expect(of([here, silent(null)])).toEqual(["stale", "stale"]);
  expect(classOf(tree, "__pycache__/a.other-1.pyc")).toBe("unknown");
});

it("calls an orphan what has lost its source, but never a program without one", () => {
  const { tree, source } = treeWithSource();
  for (const name of ["__pycache__/gone.cpython-399.pyc", "gone.pyc", "a.pyc", "a.cpython-399.pyc", "b.pyc.12"]) {
    tree.file(name, byTime(source));
  }
  expect(classOf(tree, "__pycache__/gone.cpython-399.pyc")).toBe("orphan");
  expect(["gone.pyc", "a.cpython-399.pyc", "b.pyc.12"].map((name) => classOf(tree, name))).toEqual(
    Array(3).fill("sourceless"),
  );
  expect(classOf(tree, "a.pyc")).toBe("current");
  rmSync(source);
  expect(classOf(tree, "a.pyc")).toBe("sourceless");
});

it("knows what old versions of pytest wrote", () => {
  const { tree, source } = treeWithSource();
  const two: Interpreter = { ...here, tag: null, magic: 62211, version: "2.7.18" };
  const both = { "a.cpython-399-PYTEST.pyc": HERE.magic, "a.cpython-399-pytest-5.0.1.pyc": HERE.magic };
  const contents = { ...both, "a.cpython-27-PYTEST.pyc": two.magic! };
  const names = Object.keys(contents).map((name) => `__pycache__/${name}`);
  for (const [name, magic] of Object.entries(contents)) tree.file(`__pycache__/${name}`, byTime(source, magic, 12));
  const of = (...interpreters: Interpreter[]) => names.map((name) => classOf(tree, name, interpreters));
  expect(of(here, two)).toEqual(["current", "current", "current"]);
  expect(of(here)).toEqual(["current", "current", "stale"]);
  expect(of({ ...here, tag: "cpython-398" }, two)).toEqual(["stale", "stale", "current"]);
  writeFileSync(source, "VALUE = 12\n");
  expect(of(here, two)).toEqual(["outdated", "outdated", "outdated"]);
});

it("hashes a source that is longer than one piece of it", () => {
  const { tree } = treeWithSource();
  const text = "# a line\n".repeat(600_000);
  tree.file("long.py", text);
  const entry = "__pycache__/long.cpython-399.pyc";
  tree.file(entry, byHash(text, true));
  expect(classOf(tree, entry)).toBe("current");
  tree.file(entry, byHash(`${text}\n`, true));
  expect(classOf(tree, entry)).toBe("outdated");
});

it("finds a source of another suffix by its time and size", () => {
  const { tree } = treeWithSource();
  const entry = "__pycache__/conf.cpython-399.pyc";
  const source = tree.file("conf.tac", "application = 1\n");
  tree.file(entry, byTime(source));
  for (const other of ["conf.tac.bak", "conf2.tac", "other.tac"]) tree.file(other, "application = 1\n");
  expect(classOf(tree, entry)).toBe("current");
  const outdated = tree.file("conf.py", "something = 'else'\n");
  expect(classOf(tree, entry)).toBe("current");
  rmSync(outdated);
  tree.file(entry, byTime(source));
  writeFileSync(source, "application = 12\n");
  expect(classOf(tree, entry)).toBe("orphan");
  rmSync(source);
  mkdirSync(source);
  expect(classOf(tree, entry)).toBe("orphan");
});

it("follows a link to the source, and takes one to nothing for none", () => {
  const { tree } = treeWithSource();
  const real = tree.file("elsewhere/real.py", "VALUE = 3\n");
  symlinkSync(real, tree.at("linked.py"));
  tree.file("__pycache__/linked.cpython-399.pyc", byTime(real));
  expect(classOf(tree, "__pycache__/linked.cpython-399.pyc")).toBe("current");
  rmSync(real);
  expect(classOf(tree, "__pycache__/linked.cpython-399.pyc")).toBe("orphan");
});

it("keeps somebody's build and what it does not understand", () => {
  const { tree, source } = treeWithSource();
  tree.file("__pycache__/a.cpython-399.pyc", byHash("something else", false));
  tree.file("__pycache__/a.cpython-34.pyc", byHash("something else", false, 3495));
  expect(["a.cpython-399.pyc", "a.cpython-34.pyc"].map((name) => classOf(tree, `__pycache__/${name}`))).toEqual([
    "unchecked-hash",
    "unchecked-hash",
  ]);
  for (const length of [0, 3, 4, 15]) {
    tree.file("__pycache__/a.cpython-399.pyc", byTime(source));
    truncateSync(tree.at("__pycache__/a.cpython-399.pyc"), length);
    expect([length, classOf(tree, "__pycache__/a.cpython-399.pyc")]).toEqual([length, "unknown"]);
  }
  tree.file("__pycache__/a.pyc", byTime(source));
  expect(classOf(tree, "__pycache__/a.pyc")).toBe("unknown");
  mkdirSync(tree.at("__pycache__/a.cpython-398.pyc"));
  symlinkSync(source, tree.at("__pycache__/a.cpython-397.pyc"));
  expect(["a.cpython-398.pyc", "a.cpython-397.pyc"].map((name) => classOf(tree, `__pycache__/${name}`))).toEqual([
    "unknown",
    "unknown",
  ]);
  expect(classOf(tree, "a.py")).toBeNull();
});

it("takes for an interrupted write only what begins like bytecode", () => {
  const { tree, source } = treeWithSource();
  const cut = byTime(source).subarray(0, 9);
  const contents = { 1: "my diary", 2: "my\r\ndiary and more", 3: "A:\r\nsixteen and more", 4: "m", 5: cut };
  const classes = Object.entries(contents).map(([digits, content]) => {
    tree.file(`__pycache__/a.cpython-311.pyc.${digits}`, content);
    return classOf(tree, `__pycache__/a.cpython-311.pyc.${digits}`);
  });
  expect(classes).toEqual(["unknown", "unknown", "unknown", "unknown", "temporary"]);
});

it("knows what an interrupted write left, however little it wrote", () => {
  const { tree, source } = treeWithSource();
  tree.file("__pycache__/a.cpython-399.pyc.1402", byTime(source));
  tree.file("__pycache__/a.cpython-399.pyc.1403", "");
  expect(
    ["a.cpython-399.pyc.1402", "a.cpython-399.pyc.1403"].map((name) => classOf(tree, `__pycache__/${name}`)),
  ).toEqual(["temporary", "temporary"]);
});
