import { chmodSync, existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { mustRun, run, runProgram } from "./run.ts";
import { lastingTree, temporaryTree } from "./temporary-tree.ts";
import { openTerminal, runOnTerminal } from "./terminal.ts";
import { tool } from "./tools.ts";

test("a tree has a home of its own and goes away, also when something in it can't be read", () => {
  const tree = lastingTree();
  expect(tree.environment["HOME"]).toBe(tree.home);
  expect(tree.environment["XDG_CACHE_HOME"]).toBe(join(tree.home, ".cache"));
  expect(tree.environment).not.toHaveProperty("VIRTUAL_ENV");
  tree.file("a/b/c.txt", "text");
  chmodSync(tree.at("a/b"), 0o000);
  chmodSync(tree.at("a"), 0o000);
  tree.remove();
  expect(existsSync(tree.path)).toBe(false);
  expect(existsSync(tree.home)).toBe(false);
});

test("a program's code, signal, output and input are seen", async () => {
  const { environment } = temporaryTree();
  const shell = (script: string, input = "") => runProgram("/bin/sh", ["-c", script], { environment, input });
  expect(await shell("cat; echo talk >&2; exit 3", "data")).toEqual({
    code: 3,
    signal: null,
    stdout: "data",
    stderr: "talk\n",
  });
  expect((await shell("kill -9 $$")).signal).toBe("SIGKILL");
  await expect(mustRun("/bin/sh", ["-c", "echo oh >&2; exit 1"], { environment })).rejects.toThrow("oh");
});

test("the built command runs, in a pipe and on a terminal", async () => {
  const { environment, path } = temporaryTree();
  expect(await run(["--version"], { environment })).toMatchObject({ code: 0, stderr: "" });
  const { code, screen } = await runOnTerminal(["--version"], { environment });
  expect(code).toBe(0);
  expect(screen).toMatch(/^\d+\.\d+\.\d+\r\n$/);
  const terminal = openTerminal(["scan", path], { environment });
  await expect(terminal.waitFor("words that never come")).rejects.toThrow("ended without showing");
});

test("a tool that is not set up is named with what to do", () => {
  expect(() => tool("no-such-tool")).toThrow("the tool no-such-tool is not set up: run `npm run tools`");
});
