import { spawn } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { changeSettings } from "../../src/app/change-settings.ts";
import { history } from "../../src/app/history.ts";
import { undo } from "../../src/app/undo.ts";
import { takeLock } from "../../src/execute/lock.ts";
import { readRun } from "../../src/execute/run-logs.ts";
import type { AbsolutePath } from "../../src/model/path.ts";
import { ownMark } from "../../src/system/own-process.ts";
import { plantStated } from "../support/stated-environment.ts";
import { hostIn } from "../support/trees.ts";
import { dedupeAll } from "../app/dedupe-workspace.ts";
import { namesIn, plantProject, trashOf, workspace, type Workspace } from "../app/workspace.ts";
import { applyUnasked, planOf } from "./small-plan.ts";

function trashPlan(work: Workspace, action: "trash" | "delete" = "trash") {
  plantProject(work.tree.at("demo"));
  return planOf(work.host, work.root, action, [
    { artifact: "mypy-cache", path: work.tree.at("demo/.mypy_cache") },
    { artifact: "venv", path: work.tree.at("demo/.venv"), pinned: ["demo==1.0"] },
  ]);
}

function stateOf({ tree }: Workspace): AbsolutePath {
  return join(tree.home, ".local/state/pyshed") as AbsolutePath;
}

test("the journal has the intents before the outcomes, and an end", async () => {
  const work = workspace();
  const plan = trashPlan(work);
  await applyUnasked(work.host, plan);
  const lines = readFileSync(join(stateOf(work), "runs", `${plan.id}.ndjson`), "utf8")
    .trimEnd()
    .split("\n");
  expect(lines.map((line) => [JSON.parse(line).type, JSON.parse(line).step].join(" ").trim())).toEqual([
    "run",
    "intent 1",
    "intent 2",
    "reserved 1",
    "outcome 1",
    "pins 2",
    "reserved 2",
    "outcome 2",
    "end",
  ]);
  expect(lines.every((line) => !line.includes("undefined"))).toBe(true);
});

test("a torn last line is survived, and what follows it is read", async () => {
  const work = workspace();
  const plan = trashPlan(work);
  await applyUnasked(work.host, plan);
  const file = join(stateOf(work), "runs", `${plan.id}.ndjson`) as AbsolutePath;
  appendFileSync(file, '{"type":"outcome","step":"1","at":"20');
  expect(readRun(file)).toMatchObject({ damaged: 1, end: { type: "end" } });
  expect(history(work.host)[0]!.items.map(({ where }) => where)).toEqual(["in trash", "in trash"]);
  expect((await undo(work.host, null)).outcomes.map(({ result }) => result)).toEqual(["done", "done"]);
});

test("a journal that others could write to, or of another machine, is not believed", async () => {
  const work = workspace();
  await applyUnasked(work.host, trashPlan(work));
  chmodSync(join(stateOf(work), "runs"), 0o777);
  expect(history(work.host)).toEqual([]);
  await expect(undo(work.host, null)).rejects.toMatchObject({ code: "nothing-to-undo" });
  chmodSync(join(stateOf(work), "runs"), 0o700);
  expect(history(work.host)).toHaveLength(1);
  const file = readdirSync(join(stateOf(work), "runs")).find((name) => name.endsWith(".ndjson"));
  const path = join(stateOf(work), "runs", file!);
  writeFileSync(path, readFileSync(path, "utf8").replace(/"machine":"\w+"/, '"machine":"another"'));
  expect(history(work.host)).toEqual([]);
});

test("a plan is carried out once", async () => {
  const work = workspace();
  const plan = trashPlan(work);
  await applyUnasked(work.host, plan);
  await undo(work.host, null);
  await expect(applyUnasked(work.host, plan)).rejects.toMatchObject({ code: "plan-used" });
  expect(existsSync(work.tree.at("demo/.venv"))).toBe(true);
  expect(existsSync(join(stateOf(work), "lock"))).toBe(false);
});

test("where state cannot be written, the trash is refused and says what to do", async () => {
  const work = workspace();
  const plan = trashPlan(work);
  const host = hostIn(work.tree.home, { ...work.tree.environment, XDG_STATE_HOME: work.tree.file("a-file") });
  await expect(applyUnasked(host, plan)).rejects.toMatchObject({
    code: "no-journal",
    hint: "make room there, or set XDG_STATE_HOME to a directory on a disk with room, or delete for good with --permanent",
  });
  expect(existsSync(work.tree.at("demo/.venv/pyvenv.cfg"))).toBe(true);
  expect(existsSync(trashOf(work))).toBe(false);
});

test("where state cannot be written, deleting is proposed of nothing that cannot be deleted instead", async () => {
  const work = workspace();
  for (const name of ["a", "b"])
    plantStated(work.tree.at(`${name}/.venv`), { "demo/a.py": "VALUE = 1\n".repeat(1000) });
  const host = hostIn(work.tree.home, { ...work.tree.environment, XDG_STATE_HOME: work.tree.file("a-file") });
  const path = work.tree.file("a/.gitignore", "*.log\n");
  const added = { kind: "insert", text: "__pycache__/\n", at: null, isWholeFile: false } as const;
  const change = { edits: [{ path, edit: added, readBy: "git", isUntried: false }], obstacles: [], byHand: [] };
  for (const run of [dedupeAll({ ...work, host }), changeSettings(host, change)]) {
    await expect(run).rejects.toMatchObject({
      code: "no-journal",
      hint: "make room there, or set XDG_STATE_HOME to a directory on a disk with room",
    });
  }
});

test("where state cannot be written, deleting for good goes on with the journal elsewhere, and history reads it", async () => {
  const work = workspace();
  const plan = trashPlan(work, "delete");
  const host = hostIn(work.tree.home, { ...work.tree.environment, XDG_STATE_HOME: work.tree.file("a-file") });
  const report = await applyUnasked(host, plan, { isMeasured: false });
  expect(report.journal).toBe(join(work.tree.home, "tmp/pyshed/runs"));
  expect(report.notices).toEqual([
    `the state directory cannot be written to, so the journal lies in ${report.journal} until the next restart`,
  ]);
  expect(namesIn(work.tree.at("demo"))).not.toContain(".venv");
  expect(readFileSync(join(report.journal!, `${plan.id}.pins/2.txt`), "utf8")).toBe("demo==1.0\n");
  expect(history(host)[0]!.items.map(({ where }) => where)).toEqual(["deleted", "deleted"]);
  expect(statSync(report.journal!).mode & 0o777).toBe(0o700);
});

test("a directory elsewhere that belongs to nobody alone is not used", async () => {
  const work = workspace();
  const plan = trashPlan(work, "delete");
  mkdirSync(join(work.tree.home, "tmp/pyshed/runs"), { recursive: true });
  chmodSync(join(work.tree.home, "tmp/pyshed/runs"), 0o777);
  const host = hostIn(work.tree.home, { ...work.tree.environment, XDG_STATE_HOME: work.tree.file("a-file") });
  const report = await applyUnasked(host, plan, { isMeasured: false });
  expect(namesIn(work.tree.home, "tmp/pyshed/runs")).toEqual([]);
  expect(report.journal).toBe(join(work.tree.home, `tmp/pyshed-${work.host.userId}/runs`));
});

test("a second one waits for the first, then refuses", async () => {
  const work = workspace();
  const path = work.tree.at("lock");
  const first = await takeLock(work.host, path, 0);
  await expect(takeLock(work.host, path, 250)).rejects.toMatchObject({
    code: "busy",
    message: `another pyshed (pid ${process.pid}) is at work`,
  });
  const second = await takeLock(work.host, path, 60_000, () => first.release());
  expect(namesIn(work.tree.path)).toEqual(["lock"]);
  second.release();
  expect(namesIn(work.tree.path)).toEqual([]);
});

test("while another process holds the lock, nothing is done", async () => {
  const work = workspace();
  const plan = trashPlan(work);
  const other = spawn("sleep", ["600"]);
  onTestFinished(() => void other.kill());
  mkdirSync(stateOf(work), { recursive: true, mode: 0o700 });
  writeFileSync(join(stateOf(work), "lock"), `${JSON.stringify(ownMark({ ...work.host, processId: other.pid! }))}\n`);
  await expect(applyUnasked(work.host, plan, { waitMs: 50 })).rejects.toMatchObject({ code: "busy" });
  expect(existsSync(work.tree.at("demo/.venv"))).toBe(true);
  const ended = new Promise((resolve) => other.once("exit", resolve));
  other.kill("SIGKILL");
  await ended;
  await applyUnasked(work.host, plan, { waitMs: 5000 });
  expect(existsSync(work.tree.at("demo/.venv"))).toBe(false);
  expect(namesIn(stateOf(work))).toEqual(["runs"]);
});

test("a lock of a process number that was given again is stale; one that names nobody is only when it is old", async () => {
  const work = workspace();
  const path = work.tree.at("lock");
  const mark = ownMark(work.host);
  writeFileSync(path, JSON.stringify({ ...mark, start: "an earlier boot 1" }));
  (await takeLock(work.host, path, 0)).release();
  writeFileSync(path, "");
  await expect(takeLock(work.host, path, 0)).rejects.toMatchObject({ message: "another pyshed is at work" });
  utimesSync(path, new Date(0), new Date(0));
  (await takeLock(work.host, path, 0)).release();
  // Numbers of another container mean nothing here, so nobody can say that its holder has ended.
  writeFileSync(path, JSON.stringify({ pid: 1, start: null, space: "pid:[1]" }));
  await expect(takeLock(work.host, path, 0)).rejects.toMatchObject({ code: "busy" });
});

test("of many that meet a stale lock one at a time has it", async () => {
  const work = workspace();
  const path = work.tree.at("lock");
  writeFileSync(path, JSON.stringify({ ...ownMark(work.host), start: "an earlier boot 1" }));
  let holders = 0;
  let most = 0;
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      const lock = await takeLock(work.host, path, 60_000);
      most = Math.max(most, ++holders);
      await setImmediate();
      holders--;
      lock.release();
    }),
  );
  expect([holders, most, namesIn(work.tree.path)]).toEqual([0, 1, []]);
});

test("another pyshed that had to keep its lock elsewhere is waited for too", async () => {
  const work = workspace();
  const plan = trashPlan(work);
  const other = spawn("sleep", ["600"]);
  onTestFinished(() => void other.kill());
  const elsewhere = join(work.tree.home, "tmp/pyshed");
  mkdirSync(elsewhere, { recursive: true, mode: 0o700 });
  writeFileSync(join(elsewhere, "lock"), `${JSON.stringify(ownMark({ ...work.host, processId: other.pid! }))}\n`);
  await expect(applyUnasked(work.host, plan, { waitMs: 50 })).rejects.toMatchObject({ code: "busy" });
  expect([existsSync(work.tree.at("demo/.venv")), namesIn(stateOf(work))]).toEqual([true, ["runs"]]);
  chmodSync(elsewhere, 0o777);
  // Others could have put that one there.
  await applyUnasked(work.host, plan, { waitMs: 50 });
  expect(existsSync(work.tree.at("demo/.venv"))).toBe(false);
});
