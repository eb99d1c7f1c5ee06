import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { history } from "../../src/app/history.ts";
import { previewPurge, purge } from "../../src/app/purge.ts";
import { previewUndo, undo } from "../../src/app/undo.ts";
import { extendedAttributes } from "../support/extended-attributes.ts";
import { snapshot } from "../support/snapshot.ts";
import { cleanAll, namesIn, plantProject, trashOf, workspace, type Workspace } from "./workspace.ts";

const ALL = { name: null, olderThanMs: null };

/** Everything but the times of directories that an item was moved out of and back into. */
function treeOf({ tree }: Workspace): ReturnType<typeof snapshot> {
  return snapshot(tree.path, { timesOf: (path) => !/^\.$|^[ab]$|^demo$/.test(path) });
}

test("undo without a name brings the last run back, byte for byte", async () => {
  const work = workspace();
  plantProject(work.tree.at("demo"));
  const environment = work.tree.at("demo/.venv");
  symlinkSync("python", join(environment, "bin/python3"));
  linkSync(join(environment, "pyvenv.cfg"), join(environment, "lib/python3.11/site-packages/demo/linked.py"));
  chmodSync(join(environment, "lib"), 0o750);
  mkdirSync(work.tree.at("demo/.mypy_cache/3.11/caf\u00e9"));
  const before = treeOf(work);
  const { plan } = await cleanAll(work, { named: [environment] });
  expect(plan.steps).toHaveLength(3);
  const report = await undo(work.host, null);
  expect(report.outcomes.map(({ result }) => result)).toEqual(["done", "done", "done"]);
  expect(treeOf(work)).toEqual(before);
  expect([namesIn(trashOf(work), "files"), namesIn(trashOf(work), "info")]).toEqual([[], []]);
  expect(extendedAttributes(Buffer.from(environment))).toEqual({});
});

test("undo takes a run, one item of a run, or a path", async () => {
  const work = workspace();
  plantProject(work.tree.at("a"));
  plantProject(work.tree.at("b"));
  const first = await cleanAll(work, { only: ["mypy-cache"] });
  const second = await cleanAll(work, { only: ["venv"] });
  await undo(work.host, first.plan.id);
  expect([existsSync(work.tree.at("a/.mypy_cache")), existsSync(work.tree.at("a/.venv"))]).toEqual([true, false]);
  await undo(work.host, `${second.plan.id}/1`);
  const [one, other] = second.plan.steps.map(({ path }) => path);
  expect([existsSync(one!), existsSync(other!)]).toEqual([true, false]);
  await undo(work.host, other!);
  expect(existsSync(other!)).toBe(true);
  await expect(undo(work.host, "20990101-000000-00000000")).rejects.toMatchObject({ code: "unknown-run" });
});

test("nothing is overwritten, and the others come back", async () => {
  const work = workspace();
  plantProject(work.tree.at("a"));
  plantProject(work.tree.at("b"));
  await cleanAll(work, { only: ["mypy-cache"] });
  work.tree.file("a/.mypy_cache/new.txt", "come since");
  const { outcomes } = await undo(work.host, null);
  expect(outcomes.map(({ path, result, reason }) => [path, result, reason]).sort()).toEqual([
    [work.tree.at("a/.mypy_cache"), "skipped", "something else is there now, and nothing is overwritten"],
    [work.tree.at("b/.mypy_cache"), "done", null],
  ]);
  expect(namesIn(work.tree.at("a/.mypy_cache"))).toEqual(["new.txt"]);
  rmSync(work.tree.at("a/.mypy_cache"), { recursive: true });
  expect((await undo(work.host, null)).outcomes.map(({ result }) => result)).toEqual(["done"]);
  expect(readFileSync(work.tree.at("a/.mypy_cache/3.11/app.data.json"), "utf8")).toHaveLength(10_000);
});

test("a second undo does not reach for an earlier run by itself", async () => {
  const work = workspace();
  plantProject(work.tree.at("a"));
  const first = await cleanAll(work, { only: ["mypy-cache"] });
  await cleanAll(work, { only: ["venv"] });
  await undo(work.host, null);
  await expect(undo(work.host, null)).rejects.toMatchObject({
    code: "nothing-to-undo",
    hint: `an earlier run can still be undone: pyshed undo ${first.plan.id}`,
  });
  expect(existsSync(work.tree.at("a/.mypy_cache"))).toBe(false);
});

test("what was deleted for good cannot come back, and says so", async () => {
  const work = workspace();
  plantProject(work.tree.at("a"));
  await expect(undo(work.host, null)).rejects.toMatchObject({ code: "nothing-to-undo" });
  const { plan } = await cleanAll(work, { permanent: true, only: ["mypy-cache"] });
  await expect(undo(work.host, null)).rejects.toMatchObject({
    message: `the run ${plan.id} deleted for good, so nothing can be brought back`,
  });
  expect(history(work.host)[0]!.items.map(({ where }) => where)).toEqual(["deleted"]);
});

test("purge takes only what pyshed put in the trash, and only what is old enough", async () => {
  const work = workspace();
  plantProject(work.tree.at("a"));
  await cleanAll(work, { only: ["mypy-cache", "venv"] });
  const foreign = join(trashOf(work), "files/letter.txt");
  writeFileSync(foreign, "not ours");
  writeFileSync(
    join(trashOf(work), "info/letter.txt.trashinfo"),
    "[Trash Info]\nPath=/letter.txt\nDeletionDate=2026-01-01T00:00:00\n",
  );
  expect(await purge(work.host, { name: null, olderThanMs: 60_000 })).toBeNull();
  const later = { ...work.host, now: () => Date.now() + 120_000 };
  expect((await previewPurge(later, { name: null, olderThanMs: 60_000 })).items).toHaveLength(2);
  const report = await purge(later, { name: null, olderThanMs: 60_000 });
  expect(report!.outcomes.map(({ result }) => result)).toEqual(["done", "done"]);
  expect(report!.freed).not.toBeNull();
  expect([namesIn(trashOf(work), "files"), namesIn(trashOf(work), "info")]).toEqual([
    ["letter.txt"],
    ["letter.txt.trashinfo"],
  ]);
  await expect(undo(work.host, null)).rejects.toMatchObject({ code: "nothing-to-undo" });
});

test("another thing under an item's name in the trash is neither purged nor brought back", async () => {
  const work = workspace();
  plantProject(work.tree.at("a"));
  await cleanAll(work, { only: ["mypy-cache"] });
  const item = join(trashOf(work), "files/.mypy_cache");
  renameSync(item, join(work.tree.home, "taken-out"));
  mkdirSync(item);
  writeFileSync(join(item, "other.txt"), "not ours");
  expect(history(work.host)[0]!.items[0]!.where).toBe("vanished");
  expect(await purge(work.host, ALL)).toBeNull();
  expect((await undo(work.host, null)).outcomes[0]!.result).toBe("skipped");
  expect(namesIn(item)).toEqual(["other.txt"]);
});

test("history says where each item is now", async () => {
  const work = workspace();
  for (const name of ["a", "b"]) plantProject(work.tree.at(name));
  const first = await cleanAll(work, { only: ["mypy-cache"] });
  const second = await cleanAll(work, { only: ["bytecode"] });
  const [restored, kept] = first.plan.steps.map(({ path }) => path);
  await undo(work.host, restored!);
  await purge(work.host, { name: `${second.plan.id}/1`, olderThanMs: null });
  rmSync(join(trashOf(work), "files"), { recursive: true });
  const runs = history(work.host);
  expect(runs.map(({ kind, items }) => [kind, ...items.map(({ where }) => where)])).toEqual([
    ["purge", "purged"],
    ["undo", "restored"],
    ["clean", "purged", "vanished"],
    ["clean", "restored", "vanished"],
  ]);
  expect(runs[3]!.items[1]).toMatchObject({
    id: `${first.plan.id}/2`,
    path: kept,
    act: "trash",
    artifact: "mypy-cache",
  });
  expect(runs.every(({ interrupted, damaged }) => !interrupted && damaged === 0)).toBe(true);
});

test("a preview of undo changes nothing", async () => {
  const work = workspace();
  plantProject(work.tree.at("a"));
  await cleanAll(work, { only: ["mypy-cache"] });
  const before = snapshot(work.tree.home);
  const { items, bytes } = await previewUndo(work.host, null);
  expect([items.map(({ path }) => path), bytes.frees > 0]).toEqual([[work.tree.at("a/.mypy_cache")], true]);
  expect(snapshot(work.tree.home)).toEqual(before);
});
