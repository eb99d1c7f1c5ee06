import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { namesIn, plantProject } from "../app/workspace.ts";
import { PROGRAM, run } from "../support/run.ts";
import { temporaryTree, type TemporaryTree } from "../support/temporary-tree.ts";
import { pyshedIn, trashFiles } from "./cleaning.ts";

/** Begins a cleaning of a project in a process of its own and stops it while it holds the lock. */
async function stoppedWithLock(tree: TemporaryTree, name: string): Promise<ChildProcess> {
  const lock = join(tree.home, ".local/state/pyshed/lock");
  for (let attempt = 0; attempt < 20; attempt++) {
    plantProject(tree.at(name));
    const args = [PROGRAM, "clean", tree.at(name), "--yes", "--permanent"];
    const child = spawn(process.execPath, args, { env: { ...tree.environment }, stdio: "ignore" });
    onTestFinished(() => void child.kill("SIGKILL"));
    while (child.exitCode === null && !existsSync(lock)) await sleep(1);
    child.kill("SIGSTOP");
    await sleep(50);
    if (child.exitCode === null && existsSync(lock)) return child;
    // It was quicker than we: another try.
    child.kill("SIGCONT");
    if (child.exitCode === null) await once(child, "exit");
  }
  throw new Error("it never held the lock for long enough to be stopped");
}

test("a second pyshed waits for the first, and then does its work", { timeout: 60_000 }, async () => {
  const tree = temporaryTree();
  plantProject(tree.at("second"));
  const first = await stoppedWithLock(tree, "first");
  const second = pyshedIn(tree, "clean", "second", "--yes");
  await sleep(1500);
  expect(namesIn(tree.at("second"))).toContain(".venv");
  first.kill("SIGCONT");
  await once(first, "exit");
  expect(await second).toMatchObject({ code: 0 });
  expect([first.exitCode, namesIn(tree.at("first"))]).toEqual([0, ["app.py", "docs", "env", "pyproject.toml"]]);
  expect(namesIn(tree.at("second"))).toEqual(["app.py", "docs", "env", "pyproject.toml"]);
  expect(namesIn(trashFiles(tree))).toEqual([".mypy_cache", ".venv", "__pycache__"]);
  expect(namesIn(tree.home, ".local/state/pyshed")).toEqual(["runs"]);
});

test("it refuses when the first does not end, and what waits for it is whole", { timeout: 60_000 }, async () => {
  const tree = temporaryTree();
  plantProject(tree.at("second"));
  const first = await stoppedWithLock(tree, "first");
  const began = performance.now();
  const refused = await pyshedIn(tree, "clean", "second", "--yes");
  expect(refused).toMatchObject({
    code: 3,
    stderr: expect.stringContaining(`another pyshed (pid ${first.pid}) is at work`),
  });
  expect(performance.now() - began).toBeGreaterThan(9000);
  expect([namesIn(tree.at("second")).length, namesIn(trashFiles(tree))]).toEqual([7, []]);
  // Reading is always allowed.
  const history = await run(["history"], { cwd: tree.path, environment: tree.environment });
  expect(history.code).toBe(0);
  first.kill("SIGKILL");
  await once(first, "exit");
  expect((await pyshedIn(tree, "clean", "second", "--yes")).code).toBe(0);
  expect(namesIn(tree.at("second"))).not.toContain(".venv");
});
