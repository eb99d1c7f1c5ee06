import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { historyDocument } from "../../src/report/schema/history.ts";
import { purgeDocument, undoDocument } from "../../src/report/schema/run.ts";
import { namesIn, plantProject } from "../app/workspace.ts";
import { snapshot } from "../support/snapshot.ts";
import { temporaryTree, type TemporaryTree } from "../support/temporary-tree.ts";
import { openTerminal } from "../support/terminal.ts";
import { unwrapped } from "../support/run.ts";
import { pyshedIn, trashFiles, treeOf } from "./cleaning.ts";

/** A tree with two projects of which the caches and then the environments were cleaned. */
async function cleanedTwice(): Promise<TemporaryTree> {
  const tree = temporaryTree();
  plantProject(tree.at("a"));
  plantProject(tree.at("b"));
  expect((await pyshedIn(tree, "clean", "--only", "mypy-cache", "--yes")).code).toBe(0);
  expect((await pyshedIn(tree, "clean", "--only", "venv", "--yes")).code).toBe(0);
  return tree;
}

async function runsOf(tree: TemporaryTree): Promise<v.InferOutput<typeof historyDocument>["runs"]> {
  return v.parse(historyDocument, JSON.parse((await pyshedIn(tree, "history", "--json")).stdout)).runs;
}

describe("undo", () => {
  it("asks nothing and brings the last run back, byte for byte", async () => {
    const tree = temporaryTree();
    plantProject(tree.at("a"));
    const before = treeOf(tree);
    await pyshedIn(tree, "clean", "--yes");
    expect(treeOf(tree)).not.toEqual(before);
    const { code, stdout, stderr } = await pyshedIn(tree, "undo");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^✓ Brought back 1 environment and 2 other items: \d+\.\d KiB on disk, as before\n$/);
    expect(treeOf(tree)).toEqual(before);
    expect(namesIn(trashFiles(tree))).toEqual([]);
  });

  it("takes a run, one of its items, or a path", async () => {
    const tree = await cleanedTwice();
    const [environments, caches] = await runsOf(tree);
    expect((await pyshedIn(tree, "undo", caches!.run)).code).toBe(0);
    expect([existsSync(tree.at("a/.mypy_cache")), existsSync(tree.at("b/.mypy_cache"))]).toEqual([true, true]);
    expect((await pyshedIn(tree, "undo", environments!.items[0]!.id)).code).toBe(0);
    const [one, other] = environments!.items.map(({ path }) => path);
    expect([existsSync(one!), existsSync(other!)]).toEqual([true, false]);
    const { stdout } = await pyshedIn(tree, "undo", other!, "--json");
    const document = v.parse(undoDocument, JSON.parse(stdout));
    expect(document.items.map(({ path, act, result }) => [path, act, result])).toEqual([[other, "restore", "done"]]);
    expect(existsSync(other!)).toBe(true);
  });

  it("overwrites nothing, brings the others back and ends with 1", async () => {
    const tree = temporaryTree();
    plantProject(tree.at("a"));
    await pyshedIn(tree, "clean", "--yes");
    tree.file("a/.mypy_cache", "come since");
    const { code, stdout } = await pyshedIn(tree, "undo");
    expect(code).toBe(1);
    expect(unwrapped(stdout)).toMatch(
      /^✓ Brought back 1 environment and 1 other item: .*\nNot brought back 1:\n {2}✗ .*\.mypy_cache: something else is there now/,
    );
    expect(readFileSync(tree.at("a/.mypy_cache"), "utf8")).toBe("come since");
  });

  it("ends with 3 when there is nothing to bring back", async () => {
    const tree = temporaryTree();
    expect(await pyshedIn(tree, "undo")).toMatchObject({
      code: 3,
      stdout: "",
      stderr: "error: pyshed has removed nothing yet\n",
    });
    plantProject(tree.at("a"));
    await pyshedIn(tree, "clean", "--yes", "--permanent");
    const { code, stderr } = await pyshedIn(tree, "undo");
    expect([code, stderr]).toEqual([3, expect.stringContaining("deleted for good, so nothing can be brought back")]);
  });
});

describe("history", () => {
  it("says that there is none", async () => {
    const tree = temporaryTree();
    expect(await pyshedIn(tree, "history")).toMatchObject({ code: 0, stdout: "pyshed has removed nothing yet.\n" });
    expect(await runsOf(tree)).toEqual([]);
    expect(namesIn(tree.home)).toEqual(["tmp"]);
  });

  it("shows runs, items, bytes and where they are now, the newest first", async () => {
    const tree = await cleanedTwice();
    await pyshedIn(tree, "undo", "a/.venv");
    await pyshedIn(tree, "purge", "b/.venv", "--yes");
    const runs = await runsOf(tree);
    expect(
      runs.map(({ kind, items }) => [
        kind,
        items.map(({ path, where }) => [path.slice(tree.path.length), where]).sort(),
      ]),
    ).toEqual([
      ["purge", [["/b/.venv", "purged"]]],
      ["undo", [["/a/.venv", "restored"]]],
      [
        "clean",
        [
          ["/a/.venv", "restored"],
          ["/b/.venv", "purged"],
        ],
      ],
      [
        "clean",
        [
          ["/a/.mypy_cache", "in trash"],
          ["/b/.mypy_cache", "in trash"],
        ],
      ],
    ]);
    const { stdout } = await pyshedIn(tree, "history");
    expect(stdout).toMatch(
      new RegExp(
        `^${runs[0]!.run} {2}purge, \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d UTC, 1 item, .*\\s.*\\(measured.*\\)\n`,
      ),
    );
    expect(stdout).toMatch(
      /clean, .* UTC, 2 items,\s+\d+\.\d\s+KiB\s+in\s+trash\n {2}\/1 +\d+\.\d KiB {2}in trash {2}.*\.mypy_cache\n/,
    );
    expect((await pyshedIn(tree, "history", "--top", "1")).stdout).toContain(
      "… and 3 earlier runs (--top 0 shows all)\n",
    );
  });

  it("shows names that would act on the terminal escaped", async () => {
    const tree = temporaryTree();
    plantProject(tree.at("bad\u001B[31m\nname"));
    await pyshedIn(tree, "clean", "--yes", "--only", "mypy-cache");
    const { stdout } = await pyshedIn(tree, "history");
    expect(stdout).toContain("bad\\x1b[31m\\nname/.mypy_cache");
    expect(stdout).not.toContain("\u001B");
  });
});

describe("purge", () => {
  it("refuses without a terminal and without --yes", async () => {
    const tree = await cleanedTwice();
    const before = snapshot(tree.home);
    const { code, stdout, stderr } = await pyshedIn(tree, "purge");
    expect({ code, stdout }).toEqual({ code: 3, stdout: "" });
    expect(stderr).toContain("error: purging needs an answer, and there is no terminal to ask on; nothing was done\n");
    expect(snapshot(tree.home)).toEqual(before);
  });

  it("deletes only what pyshed put in the trash, and only what is old enough", async () => {
    const tree = await cleanedTwice();
    const foreign = join(trashFiles(tree), "letter.txt");
    writeFileSync(foreign, "not ours");
    writeFileSync(join(trashFiles(tree), "../info/letter.txt.trashinfo"), "[Trash Info]\nPath=/letter.txt\n");
    const young = await pyshedIn(tree, "purge", "--older-than", "7d", "--yes");
    expect(young).toMatchObject({ code: 0, stdout: "Nothing of pyshed's is in the trash to purge.\n" });
    expect(readdirSync(trashFiles(tree))).toHaveLength(5);
    const { code, stdout } = await pyshedIn(tree, "purge", "--yes");
    expect(code).toBe(0);
    expect(unwrapped(stdout)).toMatch(
      /^✓ Purged 2 environments and 2 other items from the trash: \d+\.\d KiB forecast, /,
    );
    expect(namesIn(trashFiles(tree))).toEqual(["letter.txt"]);
    expect(readFileSync(foreign, "utf8")).toBe("not ours");
    expect((await pyshedIn(tree, "undo")).code).toBe(3);
  });

  it("asks once with count and bytes on a terminal", async () => {
    const tree = await cleanedTwice();
    const ask = async (keys: string): Promise<number | null> => {
      const terminal = openTerminal(["purge"], { cwd: tree.path, environment: tree.environment });
      await terminal.waitFor(
        /Delete 2 environments and 2 other items \(\d+\.\d KiB\) from the trash for good\? \[y\/N\] /,
      );
      terminal.type(keys);
      return terminal.end();
    };
    expect(await ask("\r")).toBe(0);
    expect(await ask("\u0003")).toBe(130);
    expect(namesIn(trashFiles(tree))).toHaveLength(4);
    expect(await ask("y\r")).toBe(0);
    expect(namesIn(trashFiles(tree))).toEqual([]);
  });

  it("writes a document that its schema accepts", async () => {
    const tree = await cleanedTwice();
    const documentOf = async (...args: string[]) =>
      v.parse(purgeDocument, JSON.parse((await pyshedIn(tree, "purge", "--yes", "--json", ...args)).stdout));
    const done = await documentOf("a/.venv");
    expect(done).toMatchObject({ status: "done", items: [{ act: "purge", path: tree.at("a/.venv"), result: "done" }] });
    expect(done.forecast).toEqual(done.items[0]!.bytes);
    expect(await documentOf("--older-than", "1d")).toMatchObject({ status: "nothing", items: [], run: null });
  });
});
