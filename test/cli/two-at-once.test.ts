import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { expect, onTestFinished, test } from "vitest";
import { namesIn, plantProject } from "../app/workspace.ts";
import { heldAt } from "../support/hold.ts";
import { PROGRAM } from "../support/run.ts";
import { temporaryTree, type TemporaryTree } from "../support/temporary-tree.ts";
import { openTerminal, type Terminal } from "../support/terminal.ts";
import { pyshedIn, trashFiles } from "./cleaning.ts";

interface First {
  readonly terminal: Terminal;
  readonly release: () => void;
}

/** Begins a cleaning of a project on a terminal, and holds it with the lock taken and nothing done. */
async function heldWithLock(tree: TemporaryTree, name: string): Promise<First> {
  plantProject(tree.at(name));
  const { environment, release } = heldAt(tree, /0 of 3 items/);
  const terminal = openTerminal(["clean", tree.at(name), "--yes"], { cwd: tree.path, environment });
  await terminal.waitFor("0 of 3 items");
  return { terminal, release };
}

/** Begins another one in a pipe, and waits until it says that it waits. */
async function waiting(tree: TemporaryTree, name: string): Promise<{ child: ChildProcess; said: () => string }> {
  const child = spawn(process.execPath, [PROGRAM, "clean", name, "--yes"], {
    cwd: tree.path,
    env: { ...tree.environment },
    stdio: ["ignore", "ignore", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
  while (!said.includes("\n")) await once(child.stderr, "data");
  return { child, said: () => said };
}

const LEFT = ["app.py", "docs", "env", "pyproject.toml"];

test("a second pyshed says that it waits for the first, and then does its work", async () => {
  const tree = temporaryTree();
  plantProject(tree.at("second"));
  const first = await heldWithLock(tree, "first");
  const { child, said } = await waiting(tree, "second");
  expect(said()).toMatch(/^Waiting for another pyshed \(pid \d+\) to end\.\n$/);
  expect(namesIn(tree.at("second"))).toContain(".venv");
  const ended = once(child, "exit");
  first.release();
  expect([await first.terminal.end(), await ended]).toEqual([0, [0, null]]);
  expect([namesIn(tree.at("first")), namesIn(tree.at("second"))]).toEqual([LEFT, LEFT]);
  expect(namesIn(trashFiles(tree))).toHaveLength(6);
  expect(namesIn(tree.home, ".local/state/pyshed")).toEqual(["runs"]);
});

test("it refuses when the first does not end, and what waits for it is whole", async () => {
  const tree = temporaryTree();
  plantProject(tree.at("second"));
  const first = await heldWithLock(tree, "first");
  const refused = await pyshedIn(tree, "clean", "second", "--yes");
  expect(refused).toMatchObject({
    code: 3,
    stderr: expect.stringMatching(/another pyshed \(pid (\d+)\) is at work/),
  });
  expect([namesIn(tree.at("second")).length, namesIn(trashFiles(tree))]).toEqual([7, []]);
  // Reading is always allowed.
  expect((await pyshedIn(tree, "history")).code).toBe(0);
  process.kill(Number(/pid (\d+)/.exec(refused.stderr)![1]), "SIGKILL");
  expect(await first.terminal.end()).toBe(128 + 9);
  expect((await pyshedIn(tree, "clean", "second", "--yes")).code).toBe(0);
  expect(namesIn(tree.at("second"))).toEqual(LEFT);
});
