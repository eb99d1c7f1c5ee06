import { describe, expect, it } from "vitest";
import { gitIn, namesIn, plantProject, plantRepository } from "../app/workspace.ts";
import { snapshot } from "../support/snapshot.ts";
import { temporaryTree, type TemporaryTree } from "../support/temporary-tree.ts";
import { openTerminal, type Terminal } from "../support/terminal.ts";
import { plantEnvironment } from "../support/trees.ts";
import { keptOf, treeOf, trashFiles } from "./cleaning.ts";

const WHICH = "Clean which? (e.g. 1,3-5, all, none) ";
const EVERYTHING = [".mypy_cache", ".venv", "__pycache__", "app.py", "docs", "env", "pyproject.toml"];
const SOURCES = ["app.py", "docs", "env", "pyproject.toml"];

function open(tree: TemporaryTree, ...args: string[]): Terminal {
  return openTerminal(args, { cwd: tree.path, environment: { ...tree.environment, NO_COLOR: "1" } });
}

/** Three projects of one shape, listed by name, and an environment with a file of nobody's in the second. */
function treeToChooseFrom(): TemporaryTree {
  const tree = temporaryTree();
  for (const name of ["a", "b", "c"]) plantProject(tree.at(name));
  plantEnvironment(tree.at("b/old"));
  tree.file("b/old/lib/python3.11/site-packages/mine.py", "no RECORD owns it\n");
  return tree;
}

describe("--clean on a terminal", () => {
  it("lists rows with marks, sizes, idle time and warnings, and takes the chosen ones", async () => {
    const tree = treeToChooseFrom();
    const kept = keptOf(
      tree,
      [".venv", ".mypy_cache", "__pycache__"].flatMap((name) => [`a/${name}`, `c/${name}`]),
    );
    const terminal = open(tree, "scan", "--clean", "--sort", "name");
    await terminal.waitFor(WHICH);
    const screen = terminal.screen();
    expect(screen).toMatch(/✓ 3 projects, \d+\.\d KiB can go/);
    expect(screen).toMatch(/\[1\] ○ a +\d+\.\d KiB +used today/);
    expect(screen).toMatch(/\[2\] ○ b[^[]*⚠ used today\r\n +\[2a\] ~ old\/ {2}\d+\.\d KiB {2}only by its own number/);
    expect(screen).toContain("1 file belongs to no package: lib/python3.11/site-packages/mine.py");
    terminal.type("1,3\r");
    expect(await terminal.end()).toBe(0);
    expect(terminal.screen()).toMatch(
      /✓ Moved 2 environments and 4 other items to the trash: 0 B freed until 'pyshed purge'/,
    );
    expect(treeOf(tree)).toEqual(kept);
  });

  it("explains wrong input and asks again", async () => {
    const tree = treeToChooseFrom();
    const before = snapshot(tree.path);
    const terminal = open(tree, "--clean", "--sort", "name");
    for (const [answer, why] of [
      ["7", "there is no 7; the numbers go from 1 to 3."],
      ["b", '"b" is no number, no range, and neither "all" nor "none".'],
      ["3-1", "3-1 runs backwards; write 1-3."],
      ["1,2z", "there is no 2z."],
    ] as const) {
      await terminal.waitFor(WHICH);
      terminal.type(`${answer}\r`);
      await terminal.waitFor(why);
    }
    await terminal.waitFor(WHICH);
    terminal.type("none\r");
    expect(await terminal.end()).toBe(0);
    expect(terminal.screen()).toContain("nothing was done");
    expect(snapshot(tree.path)).toEqual(before);
    expect(namesIn(tree.home)).toEqual(["tmp"]);
  });

  it.each([
    ["an empty answer", "\r", 0],
    ["none", "none\r", 0],
    ["Ctrl-D", "\u0004", 0],
    ["Ctrl-C", "\u0003", 130],
  ])("takes %s for nothing", async (_, keys, code) => {
    const tree = treeToChooseFrom();
    const before = snapshot(tree.path);
    const terminal = open(tree, "scan", "--clean", "--permanent");
    await terminal.waitFor(WHICH);
    terminal.type(keys);
    expect(await terminal.end()).toBe(code);
    expect(snapshot(tree.path)).toEqual(before);
    expect(namesIn(tree.home)).toEqual(["tmp"]);
  });

  it("takes what is marked ~ only by its own number", async () => {
    const tree = treeToChooseFrom();
    const all = open(tree, "scan", "--clean", "--sort", "name");
    await all.waitFor(WHICH);
    all.type("all\r");
    expect(await all.end()).toBe(0);
    expect(namesIn(tree.at("a"))).toEqual(SOURCES);
    expect(namesIn(tree.at("b"))).toEqual([...SOURCES.slice(0, 3), "old", "pyproject.toml"]);
    const one = open(tree, "scan", "--clean", "--sort", "name");
    await one.waitFor(WHICH);
    one.type("1\r");
    await one.waitFor("all that may go of 1 goes one by one: 1a.");
    one.type("1a\r");
    expect(await one.end()).toBe(0);
    expect(namesIn(tree.at("b"))).toEqual(SOURCES);
    expect(namesIn(trashFiles(tree))).toContain("old");
  });

  it("asks once more before it deletes for good", async () => {
    const tree = treeToChooseFrom();
    const terminal = open(tree, "scan", "--clean", "--permanent", "--sort", "name");
    await terminal.waitFor(WHICH);
    terminal.type("1\r");
    await terminal.waitFor(
      /Delete 1 environment and 2 other items \(\d+\.\d KiB\) for good, past the trash\? \[y\/N\] /,
    );
    terminal.type("perhaps\r");
    await terminal.waitFor("Please answer y or n.");
    terminal.type("y\r");
    expect(await terminal.end()).toBe(0);
    expect(terminal.screen()).toMatch(/✓ Cleaned 1 environment and 2 other items: \d+\.\d KiB forecast, /);
    expect([namesIn(tree.at("a")), namesIn(tree.at("c"))]).toEqual([SOURCES, EVERYTHING]);
  });

  it("shows the plan of what was chosen with --dry-run, and does nothing", async () => {
    const tree = treeToChooseFrom();
    const before = snapshot(tree.path);
    const terminal = open(tree, "scan", "--clean", "--dry-run", "--sort", "name");
    await terminal.waitFor(WHICH);
    terminal.type("2,2a\r");
    expect(await terminal.end()).toBe(0);
    expect(terminal.screen()).toContain("Would move 2 environments and 2 other items to the trash");
    expect(snapshot(tree.path)).toEqual(before);
  });

  it("can choose only from rows that were shown", async () => {
    const tree = treeToChooseFrom();
    const terminal = open(tree, "scan", "--clean", "--sort", "name", "--top", "1");
    await terminal.waitFor(WHICH);
    terminal.type("all\r");
    expect(await terminal.end()).toBe(0);
    expect([namesIn(tree.at("a")), namesIn(tree.at("c"))]).toEqual([SOURCES, EVERYTHING]);
  });

  it("goes with stale and with sweep, and not at all with --yes", async () => {
    const tree = treeToChooseFrom();
    const stale = open(tree, "stale", "--days", "0", "--clean", "--sort", "name");
    await stale.waitFor(WHICH);
    stale.type("1\r");
    expect(await stale.end()).toBe(0);
    expect(namesIn(tree.at("a"))).toEqual(SOURCES);
    const sweep = open(tree, "sweep", "--clean", "--sort", "name");
    await sweep.waitFor(WHICH);
    sweep.type("2\r");
    expect(await sweep.end()).toBe(0);
    expect(namesIn(tree.at("c"))).toEqual(SOURCES);
    const yes = open(tree, "stale", "--days", "0", "--clean", "--yes");
    expect(await yes.end()).toBe(0);
    expect(yes.screen()).not.toContain("Clean which?");
    expect(namesIn(tree.at("b"))).toEqual([...SOURCES.slice(0, 3), "old", "pyproject.toml"]);
  });

  it("says what stays whatever is chosen, and why", async () => {
    const tree = temporaryTree();
    const repository = plantRepository(tree, "demo");
    gitIn(tree, repository, "add", "-f", ".mypy_cache");
    const terminal = open(tree, "scan", "--clean");
    await terminal.waitFor(WHICH);
    expect(terminal.screen()).toMatch(/✗ \.mypy_cache\/ stays: .*git/);
    terminal.type("all\r");
    expect(await terminal.end()).toBe(0);
    expect(namesIn(repository)).toEqual([".git", ".gitignore", ".mypy_cache", ...SOURCES]);
  });
});

describe("clean on a terminal", () => {
  it("shows the plan, asks once with count and bytes, and acts on yes", async () => {
    const tree = treeToChooseFrom();
    const terminal = open(tree, "clean", "a");
    await terminal.waitFor(
      /⚠ used today\r\n.*Move 1 environment and 2 other items \(\d+\.\d KiB\) to the trash\? \[y\/N\] /,
    );
    expect(namesIn(tree.at("a"))).toEqual(EVERYTHING);
    terminal.type("y\r");
    expect(await terminal.end()).toBe(0);
    expect(namesIn(tree.at("a"))).toEqual(SOURCES);
    expect(namesIn(tree.at("c"))).toEqual(EVERYTHING);
  });

  it.each([
    ["no", "n\r", 0],
    ["an empty answer", "\r", 0],
    ["Ctrl-D", "\u0004", 0],
    ["Ctrl-C", "\u0003", 130],
  ])("takes %s for no", async (_, keys, code) => {
    const tree = treeToChooseFrom();
    const before = snapshot(tree.path);
    const terminal = open(tree, "clean");
    await terminal.waitFor("[y/N] ");
    terminal.type(keys);
    expect(await terminal.end()).toBe(code);
    expect(terminal.screen()).toMatch(/[Nn]othing was done\./);
    expect(snapshot(tree.path)).toEqual(before);
    expect(namesIn(tree.home)).toEqual(["tmp"]);
  });

  it("asks nothing with --force, and leaves what would be asked about", async () => {
    const tree = treeToChooseFrom();
    const before = snapshot(tree.path);
    const terminal = open(tree, "clean", "--force");
    expect(await terminal.end()).toBe(0);
    expect(terminal.screen()).toMatch(/Nothing was done\.\r\nNot taken 10:\r\n {2}✗ .*: used today/);
    expect(snapshot(tree.path)).toEqual(before);
  });
});
