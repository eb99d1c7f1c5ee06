import { execFileSync } from "node:child_process";
import { chmodSync, chownSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { undo } from "../../src/app/undo.ts";
import { history } from "../../src/app/history.ts";
import { editFiles, editsToUndo, settleEdit } from "../../src/execute/edit-files.ts";
import type { IntentRecord } from "../../src/execute/journal-records.ts";
import { readRuns } from "../../src/execute/run-logs.ts";
import { trashFor } from "../../src/execute/trash/trash-for.ts";
import type { AbsolutePath } from "../../src/model/path.ts";
import type { TextEdit } from "../../src/model/text-edit.ts";
import { workspace } from "../app/workspace.ts";
import { IS_ROOT } from "../support/expectation.ts";

const INSERT: TextEdit = { kind: "insert", text: "# mine\n", at: null, isWholeFile: false };

async function edited(prepare: (path: string) => void = () => {}) {
  const { host, tree } = workspace();
  const path = join(tree.home, ".profile") as AbsolutePath;
  writeFileSync(path, "first\n");
  prepare(path);
  const request = {
    run: "20261121-000000-abcdef",
    kind: "edit",
    edits: [{ path, edit: INSERT, undoes: null }],
  } as const;
  const report = await editFiles(host, trashFor(host), request);
  expect(report.outcomes.map(({ result }) => result)).toEqual(["done"]);
  return { host, path, intent: readRuns(host)[0]!.intents[0]! };
}

it("journals a change with what takes it back, once", async () => {
  const { host, path, intent } = await edited();
  expect(readFileSync(path, "utf8")).toBe("first\n# mine\n");
  expect(intent.edit).toEqual({ done: INSERT, back: { ...INSERT, kind: "cut" }, undoes: null });
  expect(editsToUndo(readRuns(host)).map(({ undoes }) => undoes)).toEqual(["20261121-000000-abcdef/1"]);
  await undo(host, "20261121-000000-abcdef");
  expect(readFileSync(path, "utf8")).toBe("first\n");
  expect(editsToUndo(readRuns(host))).toEqual([]);
  expect(history(host).map(({ kind, items }) => [kind, items.map(({ where }) => where)])).toEqual([
    ["undo", ["changed"]],
    ["edit", ["restored"]],
  ]);
  await expect(undo(host, "20261121-000000-abcdef")).rejects.toThrow("has been taken back");
});

it.runIf(IS_ROOT)("keeps mode, group and extended attributes, both ways", async () => {
  const set = "import os, sys; os.setxattr(sys.argv[1], 'user.note', b'mine')";
  const { host, path } = await edited((file) => {
    chownSync(file, 0, 1000);
    chmodSync(file, 0o2640);
    execFileSync("python3", ["-c", set, file]);
  });
  const look = (): unknown[] => {
    const { mode, gid } = statSync(path);
    const shown = "import os, sys; print(os.listxattr(sys.argv[1]))";
    return [mode & 0o7777, gid, execFileSync("python3", ["-c", shown, path], { encoding: "utf8" }).trim()];
  };
  const before = [0o2640, 1000, "['user.note']"];
  expect([readFileSync(path, "utf8"), look()]).toEqual(["first\n# mine\n", before]);
  await undo(host, null);
  expect([readFileSync(path, "utf8"), look()]).toEqual(["first\n", before]);
});

it("leaves a file whose piece its user has changed", async () => {
  const { host, path } = await edited();
  writeFileSync(path, "first\n# MINE\n");
  const { outcomes } = await undo(host, null);
  expect(outcomes.map(({ result, reason }) => [result, reason])).toEqual([
    ["skipped", "what pyshed wrote is not in it any more"],
  ]);
  expect(readFileSync(path, "utf8")).toBe("first\n# MINE\n");
});

it("tells after a crash whether the change was made", async () => {
  const { host, path, intent } = await edited();
  const settled = async (one: IntentRecord) => (await settleEdit(host, one))?.result;
  expect(await settled(intent)).toBe("done");
  writeFileSync(path, "first\n");
  expect(await settled(intent)).toBe("skipped");
});

it("tells after a crash that a text was not made shorter which holds what it was to become", async () => {
  const { host, path, intent } = await edited();
  const done: TextEdit = { kind: "replace", text: "b\n", was: "a\nb\na\n", at: 0, isWholeFile: false };
  const back: TextEdit = { ...done, text: done.was!, was: done.text };
  const settled = async () => (await settleEdit(host, { ...intent, edit: { done, back, undoes: null } }))?.result;
  writeFileSync(path, "a\nb\na\n");
  expect(await settled()).toBe("skipped");
  writeFileSync(path, "b\n");
  expect(await settled()).toBe("done");
});
