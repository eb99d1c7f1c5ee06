import { existsSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { gitIn, namesIn, plantProject, plantRepository } from "../app/workspace.ts";
import { keptOf, pyshedIn, treeOf } from "../cli/cleaning.ts";
import { snapshot, type Snapshot } from "../support/snapshot.ts";
import { run } from "../support/run.ts";
import { temporaryTree } from "../support/temporary-tree.ts";
import { plant, plantEnvironment } from "../support/trees.ts";

/** Promise 2: no file that git tracks, no project source, no user data; proof and never a name alone. */

const LEFTOVERS = [".venv", ".mypy_cache", "__pycache__"];

test("cleaning a whole home takes the proven things, and nothing else of it", async () => {
  const tree = temporaryTree();
  const { home } = tree;
  plantProject(join(home, "projects/a"));
  plantProject(join(home, "projects/deep/er/b"));
  plant(home, {
    ".bashrc": "export PATH\n",
    ".config/editor/settings.json": "{}",
    ".ssh/id_ed25519": "secret",
    ".local/bin/tool": "#!/bin/sh\n",
    "Documents/thesis.txt": "the only copy",
    "Downloads/old.zip": "zip",
    "venv/notes.txt": "named like an environment",
    "build/plans.txt": "named like a build",
    "dist/release.txt": "named like a release",
    "__pycache__/diary.txt": "named like bytecode",
    ".mypy_cache/diary.txt": "named like a cache",
    "projects/app.py": "VALUE = 1\n",
  });
  const isOurs = (name: string): boolean => /^(\.local(\/(state|share)(\/(pyshed|Trash).*)?)?|\.|tmp)$/.test(name);
  const isTaken = (name: string): boolean =>
    /^projects\/(a|deep\/er\/b)\/(\.venv|\.mypy_cache|__pycache__)(\/|$)/.test(name);
  const homeNow = (): Snapshot => {
    const entries = Object.entries(snapshot(home, { timesOf: (name) => !/^projects\/(a|deep\/er\/b)$/.test(name) }));
    return Object.fromEntries(entries.filter(([name]) => !isOurs(name) && !isTaken(name)));
  };
  const before = homeNow();
  const { code, stdout } = await run(["clean", home, "--yes"], { cwd: home, environment: tree.environment });
  expect(code).toBe(0);
  expect(stdout).toMatch(/^✓ Moved 2 environments and 4 other items to the trash/);
  expect(homeNow()).toEqual(before);
  for (const name of LEFTOVERS) expect(existsSync(join(home, "projects/a", name))).toBe(false);
  const again = await run(["clean", home, "--yes", "--permanent"], { cwd: home, environment: tree.environment });
  expect([again.code, again.stdout]).toEqual([0, "Nothing to clean, nothing was done.\n"]);
  expect(homeNow()).toEqual(before);
});

test("what git tracks stays at every level, also where the tool's own marks are in it", async () => {
  const tree = temporaryTree();
  const repository = plantRepository(tree, "demo");
  gitIn(tree, repository, "add", "-f", ".venv", ".mypy_cache", "__pycache__");
  gitIn(tree, repository, "commit", "-qm", "Everything");
  gitIn(tree, repository, "push", "-q");
  const before = treeOf(tree);
  for (const level of ["none", "warn", "block", "paranoid"]) {
    for (const way of [["--yes"], ["--yes", "--force", "--permanent"], ["--yes", "--pick", "demo/.mypy_cache"]]) {
      const { code, stdout } = await pyshedIn(tree, "clean", ...way, "-p", level);
      expect([code, stdout]).toEqual([expect.not.stringMatching(/0/), expect.stringMatching(/git/)]);
    }
  }
  expect(treeOf(tree)).toEqual(before);
});

test("a link is never followed, whatever it is called and wherever it leads", async () => {
  const tree = temporaryTree();
  plantProject(tree.at("outside/real"));
  plantProject(tree.at("inside/a"));
  symlinkSync(tree.at("outside/real/.venv"), tree.at("inside/a/linked"));
  symlinkSync(tree.at("outside/real"), tree.at("inside/project"));
  mkdirSync(tree.at("inside/b"));
  symlinkSync(tree.at("outside/real/.mypy_cache"), tree.at("inside/b/.mypy_cache"));
  symlinkSync("/", tree.at("inside/a/.venv/root"));
  const kept = keptOf(
    tree,
    LEFTOVERS.map((name) => `inside/a/${name}`),
  );
  expect((await pyshedIn(tree, "clean", "inside", "--pick", "inside/a/.venv", "--yes", "--permanent")).code).toBe(0);
  expect((await pyshedIn(tree, "clean", "inside", "--yes", "--permanent")).code).toBe(0);
  expect(treeOf(tree)).toEqual(kept);
});

test("an editable checkout inside an environment stays, also when it is picked", async () => {
  const tree = temporaryTree();
  plantEnvironment(tree.at("a/.venv"));
  const checkout = tree.directory("a/.venv/src/mine");
  gitIn(tree, checkout, "init", "-q");
  tree.file("a/.venv/src/mine/only-copy.py", "VALUE = 1\n");
  const before = treeOf(tree);
  const { code, stdout } = await pyshedIn(
    tree,
    "clean",
    "--pick",
    "a/.venv",
    "--yes",
    "--force",
    "--permanent",
    "-p",
    "none",
  );
  expect([code, stdout]).toEqual([3, expect.stringContaining("Left 1:")]);
  expect(treeOf(tree)).toEqual(before);
  expect(namesIn(checkout)).toEqual([".git", "only-copy.py"]);
});
