import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { history } from "../../src/app/history.ts";
import { previewPurge, purge } from "../../src/app/purge.ts";
import { undo } from "../../src/app/undo.ts";
import { measureFreed } from "../../src/execute/freed.ts";
import type { AbsolutePath } from "../../src/model/path.ts";
import { statusOrNothing } from "../../src/system/files.ts";
import { ownFileSystem } from "../support/file-system.ts";
import { temporaryTree } from "../support/temporary-tree.ts";
import { hostIn, plant, plantEnvironment } from "../support/trees.ts";
import { cleanAll, namesIn, type Workspace } from "./workspace.ts";
import { IS_ROOT } from "../support/expectation.ts";

const KiB = 1024;

/** An environment, a copy of it by hard links, and one whose files are linked outside of every finding. */
function plantShared(disk: string): void {
  plantEnvironment(join(disk, "a/env"));
  plant(join(disk, "a/env/lib/python3.11/site-packages/demo"), { "big.bin": randomBytes(4000 * KiB) });
  plant(disk, {
    "b/pyproject.toml": "[project]\n",
    "c/pyproject.toml": "[project]\n",
    "a/pyproject.toml": "[project]\n",
  });
  execFileSync("cp", ["-al", join(disk, "a/env"), join(disk, "b/env")]);
  plantEnvironment(join(disk, "c/env"));
  plant(join(disk, "kept"), { "shared.bin": randomBytes(3000 * KiB) });
  execFileSync("cp", [
    "-l",
    join(disk, "kept/shared.bin"),
    join(disk, "c/env/lib/python3.11/site-packages/demo/shared.bin"),
  ]);
}

function onDisk(): Workspace {
  const disk = ownFileSystem("ext4", 32);
  plantShared(disk);
  const tree = temporaryTree();
  return { tree, root: disk, host: hostIn(tree.home, tree.environment) };
}

test.runIf(IS_ROOT)("what was forecast as freed is what is freed, shared files included", async () => {
  const work = onDisk();
  const named = ["a", "b", "c"].map((name) => join(work.root, name, "env"));
  const { status, forecast, report } = await cleanAll(work, {
    permanent: true,
    protection: "none",
    only: ["venv"],
    named,
  });
  expect(status).toBe("done");
  expect(report!.freed!.isSettled).toBe(true);
  expect(forecast.frees).toBeGreaterThan(4000 * KiB);
  expect(forecast.frees).toBeLessThan(4300 * KiB);
  expect(Math.abs(report!.freed!.bytes - forecast.frees)).toBeLessThan(64 * KiB);
  expect(namesIn(work.root, "kept")).toEqual(["shared.bin"]);
});

test.runIf(IS_ROOT)("the trash frees nothing until it is purged, and then what it said", async () => {
  const work = onDisk();
  const named = [join(work.root, "a/env"), join(work.root, "b/env")];
  const { forecast, later, report } = await cleanAll(work, { protection: "none", only: ["venv"], named });
  expect([report!.outcomes.length, forecast.frees, report!.freed]).toEqual([2, 0, null]);
  const purged = await purge(work.host, { name: null, olderThanMs: null });
  expect(purged!.outcomes.map(({ result }) => result)).toEqual(["done", "done"]);
  expect(Math.abs(purged!.freed!.bytes - later.frees)).toBeLessThan(64 * KiB);
});

test.runIf(IS_ROOT)("what goes may take the directories around it along", async () => {
  const work = onDisk();
  const place = join(work.root, "deep/er/gone") as AbsolutePath;
  plant(place, { "big.bin": randomBytes(2000 * KiB) });
  const measure = await measureFreed(work.host, [place], { journal: { directory: null, allocated: () => 0 } });
  rmSync(join(work.root, "deep"), { recursive: true });
  const freed = await measure();
  expect(freed?.isSettled).toBe(true);
  expect(freed!.bytes).toBeGreaterThanOrEqual(2000 * KiB);
});

test.runIf(IS_ROOT)("what the run's journal takes of the same disk is no loss", async () => {
  const work = onDisk();
  const place = join(work.root, "gone") as AbsolutePath;
  plant(place, { "big.bin": randomBytes(2000 * KiB) });
  const log = join(work.root, "run.ndjson") as AbsolutePath;
  const allocated = (): number => statusOrNothing(log)?.allocated ?? 0;
  const measure = await measureFreed(work.host, [place], { journal: { directory: work.root, allocated } });
  writeFileSync(log, randomBytes(1000 * KiB));
  rmSync(place, { recursive: true });
  const freed = await measure();
  expect(freed?.isSettled).toBe(true);
  expect(freed!.journal).toBe(1000 * KiB);
  expect(Math.abs(freed!.bytes - 2000 * KiB)).toBeLessThan(64 * KiB);
});

test.runIf(IS_ROOT)("what was partly purged is said to be, cannot come back, and is forecast as a range", async () => {
  const work = onDisk();
  const named = [join(work.root, "a/env"), join(work.root, "b/env")];
  await cleanAll(work, { protection: "none", only: ["venv"], named });
  const [held] = execFileSync("find", [work.root, "-name", "big.bin", "-path", "*Trash*"], { encoding: "utf8" }).split(
    "\n",
  );
  const directory = dirname(held!);
  execFileSync("chattr", ["+i", directory]);
  const first = await purge(work.host, { name: null, olderThanMs: null });
  expect(first!.outcomes.map(({ result }) => result).toSorted()).toEqual(["done", "partial"]);
  const where = history(work.host).map(({ items }) => items.map((item) => item.where).toSorted());
  expect(where).toEqual([
    ["partly purged", "purged"],
    ["partly purged", "purged"],
  ]);
  await expect(undo(work.host, null)).rejects.toMatchObject({ message: expect.stringContaining("was partly purged") });
  expect((await previewPurge(work.host, { name: null, olderThanMs: null })).bytes).toMatchObject({ frees: 0 });
  execFileSync("chattr", ["-i", directory]);
  const second = await purge(work.host, { name: null, olderThanMs: null });
  expect(second!.outcomes.map(({ result, bytes }) => [result, bytes.frees, bytes.freesUpTo > 0])).toEqual([
    ["done", 0, true],
  ]);
});
