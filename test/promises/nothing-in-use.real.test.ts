import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { namesIn, plantProject } from "../app/workspace.ts";
import { pyshedIn, treeOf } from "../cli/cleaning.ts";
import { temporaryTree } from "../support/temporary-tree.ts";
import { serve } from "../support/web-server.ts";

/** Promise 3 with a real web server: gunicorn, which gives its processes names of their own. */

const APP = `import os
def app(environ, start_response):
    start_response("200 OK", [])
    return [b"served"]
`;

const ANYHOW = ["--yes", "--force", "--permanent", "-p", "none", "--only", "venv"];

test("an environment that gunicorn runs from stays, with its number and name, and its neighbour goes", async () => {
  const tree = temporaryTree();
  plantProject(tree.at("other"));
  const environment = tree.at("served/.venv");
  const { pids, stop } = await serve(tree, environment, APP);
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
