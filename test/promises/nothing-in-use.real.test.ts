import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { namesIn, plantProject } from "../app/workspace.ts";
import { pyshedIn, treeOf } from "../cli/cleaning.ts";
import { temporaryTree, type TemporaryTree } from "../support/temporary-tree.ts";
import { pythonOf } from "../support/tools.ts";

/** Promise 3 with a real web server: gunicorn, which gives its processes names of their own. */

const APP = `import os
def app(environ, start_response):
    start_response("200 OK", [])
    return [b"served"]
`;

interface Server {
  /** The master's number, and those of its workers. */
  readonly pids: readonly number[];
  stop(): Promise<void>;
}

/** Starts gunicorn from a copy of a real environment, as a unit or a supervisor would: by path, nothing activated. */
async function serve(tree: TemporaryTree, environment: string): Promise<Server> {
  cpSync(dirname(dirname(pythonOf("server"))), environment, { recursive: true, verbatimSymlinks: true });
  rmSync(join(environment, "pyshed-stamp.json"));
  const script = join(environment, "bin/gunicorn");
  writeFileSync(script, readFileSync(script, "utf8").replace(/^#!.*/, `#!${environment}/bin/python`));
  tree.file("site/app.py", APP);
  const child = spawn(script, ["--bind", "127.0.0.1:0", "--workers", "2", "app:app"], {
    cwd: tree.at("site"),
    env: { PATH: "/usr/bin:/bin", PYTHONDONTWRITEBYTECODE: "1" },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null) return;
    child.kill("SIGTERM");
    await once(child, "exit");
  };
  onTestFinished(stop);
  let said = "";
  const workers: number[] = [];
  await new Promise<void>((ready, fail) => {
    child.once("exit", () => fail(new Error(said)));
    child.stderr.on("data", (text: Buffer) => {
      said += text.toString();
      const booted = [...said.matchAll(/Booting worker with pid: (\d+)/g)].map((match) => Number(match[1]));
      if (booted.length < 2 || workers.length > 0) return;
      workers.push(...booted);
      ready();
    });
  });
  return { pids: [child.pid!, ...workers], stop };
}

const ANYHOW = ["--yes", "--force", "--permanent", "-p", "none", "--only", "venv"];

test("an environment that gunicorn runs from stays, with its number and name, and its neighbour goes", async () => {
  const tree = temporaryTree();
  plantProject(tree.at("other"));
  const environment = tree.at("served/.venv");
  const { pids, stop } = await serve(tree, environment);
  const before = treeOf(tree);

  const { code, stdout } = await pyshedIn(tree, "clean", ...ANYHOW, "--pick", environment);
  expect([code, stdout]).toEqual([3, expect.stringMatching(/gunicorn.* \(pid \d+\) .*, and 2 more/)]);
  expect(pids).toContain(Number(/\(pid (\d+)\)/.exec(stdout)![1]));
  expect(treeOf(tree)).toEqual(before);

  const all = await pyshedIn(tree, "clean", ...ANYHOW);
  expect([all.code, all.stdout]).toEqual([1, expect.stringContaining(environment)]);
  expect([existsSync(join(environment, "bin/gunicorn")), namesIn(tree.at("other"))]).toEqual([
    true,
    expect.not.arrayContaining([".venv"]),
  ]);

  await stop();
  expect((await pyshedIn(tree, "clean", ...ANYHOW, "--pick", environment)).code).toBe(0);
  expect(existsSync(environment)).toBe(false);
});
