import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, onTestFinished, test } from "vitest";
import { namesIn, plantProject } from "../app/workspace.ts";
import { keptOf, pyshedIn, treeOf } from "../cli/cleaning.ts";
import { run, unwrapped } from "../support/run.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

/** Promise 3: a thing in use is left, and who uses it is said. */

const ALL = ["--yes", "--force", "--permanent", "-p", "none"];

test("an environment that a process works in stays with its pid and name, and the others go", async () => {
  const tree = temporaryTree();
  plantProject(tree.at("a"));
  plantProject(tree.at("b"));
  const child = spawn("sleep", ["600"], { cwd: tree.at("a/.venv/lib"), stdio: "ignore" });
  onTestFinished(() => void child.kill());
  await once(child, "spawn");
  const kept = keptOf(tree, ["a/.mypy_cache", "a/__pycache__", "b/.venv", "b/.mypy_cache", "b/__pycache__"]);
  const { code, stdout } = await pyshedIn(tree, "clean", ...ALL);
  expect(code).toBe(1);
  expect(unwrapped(stdout)).toMatch(new RegExp(`Left 1:\n {2}✗ ${tree.at("a/.venv")}: .*sleep.*${child.pid}`));
  expect(treeOf(tree)).toEqual(kept);
  child.kill();
  await once(child, "close");
  expect((await pyshedIn(tree, "clean", ...ALL)).code).toBe(0);
  expect(namesIn(tree.at("a"))).not.toContain(".venv");
});

test.each(["VIRTUAL_ENV", "CONDA_PREFIX"])("the environment that %s names stays", async (name) => {
  const tree = temporaryTree();
  plantProject(tree.at("a"));
  const before = treeOf(tree);
  const environment = { ...tree.environment, [name]: tree.at("a/.venv") };
  const { code, stdout } = await run(["clean", "--only", "venv", ...ALL], { cwd: tree.path, environment });
  expect([code, stdout]).toEqual([1, expect.stringContaining("Left 1:")]);
  expect(treeOf(tree)).toEqual(before);
});
