import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { namesIn, plantProject } from "../app/workspace.ts";
import { mustRun, runProgram } from "../support/run.ts";
import { temporaryTree } from "../support/temporary-tree.ts";
import { tool } from "../support/tools.ts";
import { pyshedIn, trashFiles, treeOf } from "./cleaning.ts";

test("trash-list sees what was cleaned, and trash-restore brings it back byte for byte", async () => {
  const tree = temporaryTree();
  plantProject(tree.at("docs backup"));
  const before = treeOf(tree);
  expect((await pyshedIn(tree, "clean", "--yes")).code).toBe(0);
  const options = { cwd: tree.path, environment: tree.environment };
  const listed = (await mustRun(tool("trash-list"), [], options)).trim().split("\n");
  expect(listed.map((line) => line.replace(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d /, "")).sort()).toEqual(
    [".mypy_cache", ".venv", "__pycache__"].map((name) => tree.at("docs backup", name)),
  );
  for (const name of [".mypy_cache", ".venv", "__pycache__"]) {
    const path = tree.at("docs backup", name);
    const restored = await runProgram(tool("trash-restore"), [path], { ...options, input: "0\n" });
    expect([restored.code, restored.stderr, existsSync(path)]).toEqual([0, "", true]);
  }
  expect(treeOf(tree)).toEqual(before);
  expect(namesIn(trashFiles(tree))).toEqual([]);
  const { stdout } = await pyshedIn(tree, "history");
  expect(stdout.match(/ restored /g)).toHaveLength(3);
});
