import { readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import * as v from "valibot";
import { expect, it } from "vitest";
import { bytecodeDocument } from "../../src/report/schema/bytecode.ts";
import { settingsDocument } from "../../src/report/schema/settings.ts";
import { gitIn, namesIn } from "../app/workspace.ts";
import { byTime, oldFile, plantEveryClass, withInterpreter } from "../bytecode/planted.ts";
import { mustRun, run, unwrapped, type Outcome } from "../support/run.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

function planted(ignored: string | null) {
  const tree = temporaryTree();
  plantEveryClass(tree);
  rmSync(tree.at("app/mixed/program.pyc"));
  gitIn(tree, tree.path, "init", "-q");
  if (ignored !== null) tree.file(".gitignore", ignored);
  gitIn(tree, tree.path, "add", "app/a.py", "app/pyproject.toml");
  const environment = { ...withInterpreter(tree), LC_ALL: "C.UTF-8" };
  const pyshed = (...args: string[]): Promise<Outcome> => run(args, { cwd: tree.path, environment });
  const wouldBeAdded = async (): Promise<string> =>
    mustRun("git", ["-C", tree.path, "status", "--porcelain", "--untracked-files=all"], { environment });
  return { tree, pyshed, wouldBeAdded };
}

it.each([
  ["no file", null, "__pycache__/\n*.py[co]\n"],
  ["a file without an end", "*.log", "*.log\n__pycache__/\n*.py[co]\n"],
])("adds the line where git would take bytecode in, and undo takes it out (%s)", async (_, ignored, expected) => {
  const { tree, pyshed, wouldBeAdded } = planted(ignored);
  expect((await pyshed("bytecode")).stdout.replace(/\s+/g, " ")).toContain(
    `'pyshed bytecode --gitignore' adds __pycache__/ and *.py[co] to ${tree.at(".gitignore")}`,
  );
  const dry = await pyshed("bytecode", "--gitignore", "--dry-run", "--json");
  expect(v.parse(settingsDocument, JSON.parse(dry.stdout))).toMatchObject({
    status: "planned",
    edits: [{ change: "insert" }],
  });
  expect((await pyshed("bytecode", "--gitignore")).code).toBe(3);
  expect(namesIn(tree.path).includes(".gitignore")).toBe(ignored !== null);

  expect((await pyshed("bytecode", "--gitignore", "--yes")).stdout).toBe(
    "✓ Changed 1 file; 'pyshed undo' takes it back\n",
  );
  expect(readFileSync(tree.at(".gitignore"), "utf8")).toBe(expected);
  expect(await wouldBeAdded()).not.toMatch(/\.pyc/);
  expect((await pyshed("bytecode", "--gitignore", "--yes")).stdout).toBe("Nothing to change.\n");
  expect((await pyshed("bytecode")).stdout).not.toContain("does not ignore");
  expect(namesIn(tree.at("app/__pycache__"))).toContain("a.cpython-399.pyc");
  expect((await pyshed("undo")).code).toBe(0);
  expect(namesIn(tree.path).includes(".gitignore")).toBe(ignored !== null);
  if (ignored !== null) expect(readFileSync(tree.at(".gitignore"), "utf8")).toBe(ignored);
});

it("changes nothing where git ignores it, tracks it, or is not there", async () => {
  const ignoring = planted("__pycache__/\n*.py[co]\n");
  const before = statSync(ignoring.tree.at(".gitignore")).mtimeMs;
  expect((await ignoring.pyshed("bytecode", "--gitignore", "--yes")).stdout).toBe("Nothing to change.\n");
  expect(statSync(ignoring.tree.at(".gitignore")).mtimeMs).toBe(before);

  const tracking = planted(null);
  gitIn(tracking.tree, tracking.tree.path, "add", "-f", "app/__pycache__/a.cpython-399.pyc");
  expect((await tracking.pyshed("bytecode", "--gitignore", "--yes")).stdout).toBe("Nothing to change.\n");
  expect(namesIn(tracking.tree.path)).not.toContain(".gitignore");
  expect((await tracking.pyshed("bytecode")).stdout).toContain("git rm -r --cached");

  const alone = temporaryTree();
  plantEveryClass(alone);
  const options = { cwd: alone.path, environment: withInterpreter(alone) };
  expect((await run(["bytecode", "--gitignore", "--yes"], options)).stdout).toBe("Nothing to change.\n");
  expect((await run(["bytecode", "--gitignore", "--clean"], options)).code).toBe(2);
});

it("leaves a program without its sources for git to take in", async () => {
  const { tree, pyshed, wouldBeAdded } = planted(null);
  writeFileSync(tree.at("app/mixed/program.pyc"), readFileSync(tree.at("app/mixed/b.pyc")));
  expect((await pyshed("bytecode", "--gitignore", "--yes")).code).toBe(0);
  expect(readFileSync(tree.at(".gitignore"), "utf8")).toBe("__pycache__/\n");
  expect(await wouldBeAdded()).toContain("app/mixed/program.pyc");
  expect((await pyshed("bytecode")).stdout).not.toContain("does not ignore");
});

it("tells once of a repository what its trees have in common, and apart what git tracks", async () => {
  const { tree, pyshed } = planted(null);
  for (const name of ["one", "other"]) {
    const source = oldFile(tree, `${name}/m.py`, "M = 1\n");
    oldFile(tree, `${name}/pyproject.toml`, "");
    oldFile(tree, `${name}/__pycache__/m.cpython-399.pyc`, byTime(source));
  }
  gitIn(tree, tree.path, "add", "-f", "app/__pycache__/a.cpython-399.pyc");
  const { advice } = v.parse(bytecodeDocument, JSON.parse((await pyshed("bytecode", "--json")).stdout));
  const told = advice.filter(({ kind }) => kind === "not-ignored").map(({ path, remedy }) => [path, remedy]);
  expect(told).toEqual([
    [tree.path, expect.stringContaining("git rm -r --cached")],
    [tree.path, `'pyshed bytecode --gitignore' adds __pycache__/ to ${tree.at(".gitignore")}`],
  ]);
  expect((await pyshed("bytecode", "--gitignore", "--yes")).code).toBe(0);
  expect(readFileSync(tree.at(".gitignore"), "utf8")).toBe("__pycache__/\n");
});

it("leaves a .gitignore that is a link, which git does not read", async () => {
  const { tree, pyshed, wouldBeAdded } = planted(null);
  const real = tree.file("elsewhere/ignored", "__pycache__/\n*.py[co]\n");
  symlinkSync(real, tree.at(".gitignore"));
  expect(await wouldBeAdded()).toMatch(/\.pyc/);
  writeFileSync(real, "mine\n");
  const { stdout: advised } = await pyshed("bytecode");
  expect(advised.replace(/\s+/g, " ")).toContain("which git does not read: make it a file first");
  for (const more of [["--yes"], ["--dry-run"]]) {
    const { code, stdout } = await pyshed("bytecode", "--gitignore", ...more);
    expect([code, unwrapped(stdout)]).toEqual([
      1,
      `Nothing to change.\nLeft 1:\n  ✗ ${tree.at(".gitignore")}: it is a symbolic link, which git does not read\n`,
    ]);
    expect(readFileSync(real, "utf8")).toBe("mine\n");
  }
});
