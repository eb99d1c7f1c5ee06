import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { keptOf, pyshedIn, treeOf } from "../cli/cleaning.ts";
import { namesIn, plantProject, plantRepository } from "../app/workspace.ts";
import { run, unwrapped } from "../support/run.ts";
import { temporaryTree, type TemporaryTree } from "../support/temporary-tree.ts";
import { plantEnvironment } from "../support/trees.ts";

/** Promise 1: what is removed is exactly what the plan showed. */

const LEFTOVERS = [".venv", ".mypy_cache", "__pycache__"];

interface Planned {
  readonly steps: readonly { readonly path: string }[];
}

/** Paths that a dry run shows, as seen from the tree. */
async function shown(tree: TemporaryTree, ...args: string[]): Promise<string[]> {
  const { stdout } = await pyshedIn(tree, "clean", "--dry-run", "--json", ...args);
  return (JSON.parse(stdout) as Planned).steps.map(({ path }) => path.slice(tree.path.length + 1));
}

test("what a dry run shows goes, and not one byte more", async () => {
  const tree = temporaryTree();
  plantProject(tree.at("a"));
  plantRepository(tree, "b/nested/c");
  plantEnvironment(tree.at("medium/.venv"));
  tree.file("medium/.venv/lib/python3.11/site-packages/mine.py", "no RECORD owns it\n");
  const taken = await shown(tree);
  expect(taken.sort()).toEqual(["a", "b/nested/c"].flatMap((at) => LEFTOVERS.map((name) => `${at}/${name}`)).sort());
  const kept = keptOf(tree, taken);
  expect((await pyshedIn(tree, "clean", "--yes", "--permanent")).code).toBe(0);
  expect(treeOf(tree)).toEqual(kept);
});

test("a folder with a space leaves its sibling alone", async () => {
  const tree = temporaryTree();
  plantProject(tree.at("docs backup"));
  tree.file("docs/thesis.txt", "the only copy");
  tree.file("backup/.venv/notes.txt", "mine");
  const kept = keptOf(
    tree,
    LEFTOVERS.map((name) => `docs backup/${name}`),
  );
  for (const args of [["--permanent"], []]) {
    expect((await pyshedIn(tree, "clean", ".", "docs backup", "--yes", ...args)).code).toBe(0);
    expect(treeOf(tree)).toEqual(kept);
  }
});

test("names that a shell or a program would take for something else are names", async () => {
  const tree = temporaryTree();
  const names = [
    "-rf",
    "--all",
    "new\nline",
    'it\'s "quoted"',
    "$HOME",
    "`reboot`",
    "a;b",
    "*",
    "~",
    "…\u202E\u001B[2J",
    "%2e%2e",
    " ",
  ];
  for (const name of names) plantProject(tree.at("odd", name));
  tree.file("odd/precious.txt", "the only copy");
  tree.file("line/precious.txt", "the only copy");
  const taken = names.flatMap((name) => LEFTOVERS.map((one) => `odd/${name}/${one}`));
  const kept = keptOf(tree, taken);
  const { code, stdout } = await pyshedIn(tree, "clean", "odd", "--yes");
  expect(code).toBe(0);
  expect(stdout).toMatch(/^✓ Moved 12 environments and 24 other items to the trash/);
  expect(treeOf(tree)).toEqual(kept);
  expect((await pyshedIn(tree, "undo")).code).toBe(0);
  expect((await pyshedIn(tree, "clean", "odd", "--yes", "--permanent")).code).toBe(0);
  expect(treeOf(tree)).toEqual(kept);
});

test("a project named like an option is taken after --", async () => {
  const tree = temporaryTree();
  plantProject(tree.at("-rf"));
  plantProject(tree.at("other"));
  const kept = keptOf(
    tree,
    LEFTOVERS.map((name) => `-rf/${name}`),
  );
  expect((await pyshedIn(tree, "clean", "--yes", "-rf")).code).toBe(2);
  expect((await pyshedIn(tree, "clean", "--yes", "--", "-rf")).code).toBe(0);
  expect(treeOf(tree)).toEqual(kept);
});

test("what changes after the plan was shown stays, and the others go", async () => {
  const tree = temporaryTree();
  for (const name of ["a", "b", "c"]) plantProject(tree.at(name));
  await pyshedIn(tree, "clean", "--plan", "plan.json");
  writeFileSync(tree.at("a/.mypy_cache/thesis.txt"), "the only copy");
  rmSync(tree.at("b/.venv/pyvenv.cfg"));
  writeFileSync(tree.at("c/__pycache__/new.cpython-311.pyc"), "new");
  const { code, stdout } = await pyshedIn(tree, "apply", "plan.json");
  expect(code).toBe(1);
  expect(stdout).toContain("Left 3:\n");
  expect(readFileSync(tree.at("a/.mypy_cache/thesis.txt"), "utf8")).toBe("the only copy");
  expect(namesIn(tree.at("b"), ".venv")).toEqual(["bin", "lib"]);
  expect(namesIn(tree.at("c"), "__pycache__")).toEqual(["app.cpython-311.pyc", "new.cpython-311.pyc"]);
  expect(namesIn(tree.at("a"))).toEqual([".mypy_cache", "app.py", "docs", "env", "pyproject.toml"]);
});

test("an environment that is the root itself stays, and the sentence names its parent", async () => {
  const tree = temporaryTree();
  plantProject(tree.at("a"));
  const before = treeOf(tree);
  for (const root of [".venv", tree.at("a/.venv"), join("..", "a", ".venv")]) {
    const { code, stdout } = await run(["clean", root, "--yes"], { cwd: tree.at("a"), environment: tree.environment });
    expect(code).toBe(3);
    expect(unwrapped(stdout)).toContain(
      `it is what was searched itself; name its parent to clean it: ${tree.at("a")}\n`,
    );
    expect(unwrapped(stdout)).toContain(`(pyshed clean ${tree.at("a")} --pick ${tree.at("a/.venv")} takes it alone)\n`);
  }
  expect(treeOf(tree)).toEqual(before);
});
