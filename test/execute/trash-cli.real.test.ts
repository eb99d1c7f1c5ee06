import * as fs from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { freedesktopTrash } from "../../src/execute/trash/freedesktop-trash.ts";
import { readTrashInfo } from "../../src/execute/trash/trash-info.ts";
import { decode } from "../../src/system/files.ts";
import { expectationOf, hostWith, targetOf } from "../support/expectation.ts";
import { mustRun } from "../support/run.ts";
import { snapshot } from "../support/snapshot.ts";
import { temporaryTree } from "../support/temporary-tree.ts";
import { tool } from "../support/tools.ts";

const except = { timesOf: (entry: string) => entry !== "." };

test("trash-list shows our items and trash-restore brings them back", async () => {
  const tree = temporaryTree();
  const trash = freedesktopTrash(hostWith(tree.home, tree.environment));
  const run = (name: string, input: string, ...args: string[]) =>
    mustRun(tool(name), args, { environment: tree.environment, cwd: tree.path, input });
  const names = ["plain", "with space % and ü", "line\nbreak"];
  for (const name of names) {
    tree.file(`${name}/lib/file`, name);
    fs.chmodSync(tree.at(name, "lib/file"), 0o640);
    fs.utimesSync(tree.at(name, "lib"), 1, 1_234_567_890.5);
  }
  const before = snapshot(tree.path, except);
  for (const name of names) {
    expect(trash.trashItem(targetOf(tree.at(name)), expectationOf(tree.at(name)))).toMatchObject({ status: "done" });
  }
  expect(fs.readdirSync(tree.path)).toEqual([]);
  const listed = await run("trash-list", "");
  for (const name of names) expect(listed).toContain(` ${tree.at(name)}\n`);
  expect(listed).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \//);

  for (const name of names) await run("trash-restore", "0\n", tree.at(name));
  expect(snapshot(tree.path, except)).toEqual(before);
  expect(await run("trash-list", "")).toBe("");
});

test("what trash-put writes is understood", async () => {
  const tree = temporaryTree();
  const path = tree.file("with space % and ü/x", "x");
  await mustRun(tool("trash-put"), [join(path, "..")], { environment: tree.environment, cwd: tree.path });
  const info = join(tree.home, ".local/share/Trash/info");
  const content = fs.readFileSync(join(info, fs.readdirSync(info)[0]!));
  const read = readTrashInfo(content);
  expect(read?.path).toBe(tree.at("with space % and ü"));
  expect(decode(Buffer.from(read!.path))).toBe(read!.path);
  expect(Math.abs(read!.deletedAt! - Date.now())).toBeLessThan(60_000);
});
