import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from "node:fs";
import { dirname } from "node:path";
import { expect, it } from "vitest";
import { objectionByName } from "../../src/bytecode/by-name.ts";
import type { AbsolutePath } from "../../src/model/path.ts";
import { byHash, byTime, NUMBA_DATA, numbaIndex, oldFile, withInterpreter } from "../bytecode/planted.ts";
import { PYTHON_WAIT, started } from "../evidence/real-process.ts";
import { hostIn } from "../support/trees.ts";
import { cleanAll, workspace } from "./workspace.ts";

const SOURCE = "A = 1\n";

/** Bytecode that Python compiled, by time and by hash, and bytecode of somebody who asked for no checks. */
function planted() {
  const work = workspace();
  const { tree } = work;
  const [source] = ["plain", "checked", "built"].map((name) => oldFile(tree, `${name}/a.py`, SOURCE));
  const files = {
    plain: oldFile(tree, "plain/__pycache__/a.cpython-311.pyc", byTime(source!)),
    checked: oldFile(tree, "checked/__pycache__/a.cpython-311.pyc", byHash(SOURCE, true)),
    cut: oldFile(tree, "checked/__pycache__/b.cpython-311.pyc", "cut"),
    built: oldFile(tree, "built/__pycache__/a.cpython-311.pyc", byHash(SOURCE, false)),
    beside: oldFile(tree, "built/a.pyc", byHash(SOURCE, false)),
  };
  const left = (): string[] => Object.entries(files).flatMap(([name, path]) => (existsSync(path) ? [name] : []));
  return { work, tree, files, left };
}

it("leaves somebody's build also where bytecode goes by its name alone", async () => {
  const { work, files, left } = planted();
  const { left: told } = await cleanAll(work, { only: ["bytecode", "stray-bytecode"] });
  expect(left()).toEqual(["built", "beside"]);
  expect(told.map(({ path, reasons }) => [path, reasons.join()])).toEqual([
    [dirname(files.built), expect.stringContaining("a.cpython-311.pyc is somebody's build")],
    [files.beside, expect.stringContaining("'pyshed bytecode --clean --pick' takes it")],
  ]);
});

it("leaves a __pycache__ that somebody's build has come into since it was planned", async () => {
  const { work, tree, left } = planted();
  const onPoint = (point: string): void => {
    if (point === "locked")
      renameSync(tree.at("built/__pycache__/a.cpython-311.pyc"), tree.at("plain/__pycache__/x.pyc"));
  };
  const result = await cleanAll(work, { only: ["bytecode"] }, { onPoint });
  expect(left()).toEqual(["plain", "beside"]);
  expect(result.left.map(({ reasons }) => reasons.join())).toContainEqual(
    expect.stringContaining("x.pyc is somebody's build"),
  );
});

it("calls nothing a build that it can read and is none, and what it cannot read one that may be", () => {
  const { tree, files } = planted();
  const closed = tree.at("plain/__pycache__/closed.cpython-311.pyc");
  mkdirSync(closed);
  expect(objectionByName(closed as AbsolutePath)?.text).toContain("cannot be read");
  expect([files.plain, files.checked, files.cut].map((path) => objectionByName(path as AbsolutePath))).toEqual([
    null,
    null,
    null,
  ]);
  expect(objectionByName(tree.at("no/__pycache__"))).toBe(null);
  expect(objectionByName(tree.at("built"))).toBe(null);
});

it.each([{ only: ["bytecode"] }, { bytecode: "all" as const }])(
  "leaves somebody's own files that are only named like what numba or a write left: %j",
  async (options) => {
    const { work, tree } = planted();
    const host = hostIn(tree.home, withInterpreter(tree));
    const own = ["diary.nbi", "diary.1.nbc", "diary.cpython-311.pyc.2024"].map((name, index) => {
      const source = oldFile(tree, `own${index}/a.py`, SOURCE);
      oldFile(tree, `own${index}/__pycache__/a.cpython-311.pyc`, byTime(source));
      return oldFile(tree, `own${index}/__pycache__/${name}`, "my diary");
    });
    const source = oldFile(tree, "numba/a.py", SOURCE);
    oldFile(tree, "numba/__pycache__/a.cpython-311.pyc", byTime(source));
    oldFile(tree, "numba/__pycache__/a.cpython-311.pyc.123", "");
    oldFile(tree, "numba/__pycache__/f.nbi", numbaIndex("f.1.nbc"));
    oldFile(tree, "numba/__pycache__/f.1.nbc", NUMBA_DATA);
    await cleanAll({ ...work, host }, options);
    expect(own.map((path) => existsSync(path) && readFileSync(path, "utf8"))).toEqual(Array(3).fill("my diary"));
    expect(existsSync(tree.at("numba/__pycache__"))).toBe(false);
  },
);

it.each([{ only: ["bytecode"] }, { bytecode: "all" as const }])(
  "leaves a __pycache__ that somebody's own file has come into since it was planned: %j",
  async (options) => {
    const { work, tree } = planted();
    const host = hostIn(tree.home, withInterpreter(tree));
    const onPoint = (point: string): void => {
      if (point === "locked") oldFile(tree, "plain/__pycache__/a.nbi", "my diary");
    };
    oldFile(tree, "plain/__pycache__/a.nbi", numbaIndex());
    await cleanAll({ ...work, host }, options, { onPoint });
    expect(readFileSync(tree.at("plain/__pycache__/a.nbi"), "utf8")).toBe("my diary");
  },
);

it("takes bytecode among the packages of an environment that is in use", async () => {
  const { tree } = workspace();
  const host = hostIn(tree.home, withInterpreter(tree));
  execFileSync("python3", ["-m", "venv", "--without-pip", tree.at("venv")], { cwd: "/", env: tree.environment });
  const lib = `venv/lib/${readdirSync(tree.at("venv/lib"))[0]!}/site-packages`;
  const caches = ["", "/demo"].map((where) => {
    const source = oldFile(tree, `${lib}${where}/a.py`, SOURCE);
    return dirname(oldFile(tree, `${lib}${where}/__pycache__/a.cpython-399.pyc`, byTime(source)));
  });
  const python = await started(tree.at("venv/bin/python"), ["-c", PYTHON_WAIT]);
  const { left, items } = await cleanAll({ tree, host, root: tree.path }, { bytecode: "all" });
  expect([left, caches.map((path) => existsSync(path))]).toEqual([[], [false, false]]);
  expect(items.map(({ decision }) => decision.reasons.map(({ code }) => code))).toEqual([["runs-here"], ["runs-here"]]);
  expect(python.exitCode).toBe(null);
});
