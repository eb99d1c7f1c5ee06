import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { history } from "../../src/app/history.ts";
import type { AbsolutePath } from "../../src/model/path.ts";
import type { Host } from "../../src/system/host.ts";
import { ownFileSystem } from "../support/file-system.ts";
import { fill, smallTmpfs } from "../support/full-disk.ts";
import { snapshot } from "../support/snapshot.ts";
import { temporaryTree } from "../support/temporary-tree.ts";
import { hostIn, plant } from "../support/trees.ts";
import { namesIn } from "../app/workspace.ts";
import { applyUnasked, planOf } from "./small-plan.ts";
import { IS_ROOT } from "../support/expectation.ts";

interface Disk {
  readonly disk: AbsolutePath;
  /** Everything, home and state included, lies on the full disk; only the runtime directory doesn't. */
  readonly host: Host;
}

function fullDisk(make: () => AbsolutePath): Disk {
  const tree = temporaryTree();
  const disk = make();
  plant(disk, {
    "demo/pyproject.toml": "[project]\n",
    "demo/.mypy_cache/CACHEDIR.TAG": "Signature: 8a477f597d28d172789f06886806bc55\n",
    "demo/.mypy_cache/3.11/a.data.json": "x".repeat(600_000),
    "other/.mypy_cache/CACHEDIR.TAG": "Signature: 8a477f597d28d172789f06886806bc55\n",
    "other/.mypy_cache/3.11/b.data.json": "y".repeat(100_000),
  });
  mkdirSync(join(disk, "home"));
  fill(disk);
  const environment = {
    XDG_RUNTIME_DIR: tree.directory("runtime"),
    XDG_STATE_HOME: join(disk, "home/.local/state"),
    XDG_DATA_HOME: join(disk, "home/.local/share"),
    TMPDIR: join(disk, "home"),
  };
  return { disk, host: hostIn(join(disk, "home") as AbsolutePath, environment) };
}

const places = (disk: AbsolutePath) =>
  ["demo", "other"].map((name) => ({ artifact: "mypy-cache", path: join(disk, name, ".mypy_cache") as AbsolutePath }));

const disks = { tmpfs: smallTmpfs, ext4: () => ownFileSystem("ext4", 8) };

describe.runIf(IS_ROOT)("with no byte and no inode left, as root", () => {
  test.each(Object.entries(disks))("deleting for good works, with its journal elsewhere (%s)", async (_, make) => {
    const { disk, host } = fullDisk(make);
    expect(() => writeFileSync(join(disk, "one-more"), "x".repeat(5000))).toThrow("ENOSPC");
    rmSync(join(disk, "one-more"), { force: true });
    const report = await applyUnasked(host, planOf(host, disk, "delete", places(disk)));
    expect(report.outcomes.map(({ result }) => result)).toEqual(["done", "done"]);
    expect(report.journal).toMatch(/runtime\/pyshed\/runs$/);
    expect(report.freed!.bytes).toBeGreaterThanOrEqual(700_000);
    expect(namesIn(disk, "demo")).toEqual(["pyproject.toml"]);
    expect(history(host)[0]!.items.map(({ where }) => where)).toEqual(["deleted", "deleted"]);
    expect(statfsSync(disk).bavail).toBeGreaterThan(0);
  });

  test.each(Object.entries(disks))("the trash says what to do and loses nothing (%s)", async (_, make) => {
    const { disk, host } = fullDisk(make);
    const before = snapshot(join(disk, "demo"));
    await expect(applyUnasked(host, planOf(host, disk, "trash", places(disk)))).rejects.toMatchObject({
      code: "no-journal",
      hint: expect.stringContaining("--permanent"),
    });
    const elsewhere = {
      ...host,
      environment: { ...host.environment, XDG_STATE_HOME: host.environment["XDG_RUNTIME_DIR"] },
    };
    const { outcomes } = await applyUnasked(elsewhere, planOf(host, disk, "trash", places(disk)));
    for (const { result, path, hint } of outcomes) {
      // A filesystem may still find room for a name and a record; then the item is in the trash.
      if (result === "done") expect(existsSync(path)).toBe(false);
      else expect([result, hint]).toEqual(["failed", "remove it with --permanent, which needs no trash"]);
    }
    if (outcomes.every(({ result }) => result === "failed")) expect(snapshot(join(disk, "demo"))).toEqual(before);
  });

  test("on a read-only filesystem each item is left with its reason", async () => {
    const disk = ownFileSystem("ext4", 8);
    const tree = temporaryTree();
    for (const top of [disk, tree.path]) {
      plant(join(top, "demo/.mypy_cache"), {
        "CACHEDIR.TAG": "Signature: 8a477f597d28d172789f06886806bc55\n",
        "3.11/a.json": "{}",
      });
    }
    const host = hostIn(tree.home, tree.environment);
    const both = [disk, tree.path].map((top) => ({
      artifact: "mypy-cache",
      path: join(top, "demo/.mypy_cache") as AbsolutePath,
    }));
    const plan = planOf(host, "/" as AbsolutePath, "delete", both);
    execFileSync("mount", ["-o", "remount,ro", disk]);
    const { outcomes } = await applyUnasked(host, plan, { isMeasured: false });
    expect(outcomes.map(({ result, reason }) => [result, reason])).toEqual([
      ["failed", "the filesystem is read-only"],
      ["done", null],
    ]);
    // The trash of it can't be written to either, and then --permanent is no help.
    const trashed = await applyUnasked(host, planOf(host, disk, "trash", both.slice(0, 1)));
    expect(trashed.outcomes).toMatchObject([{ result: "failed", hint: null }]);
    expect(trashed.outcomes[0]!.reason).toMatch(/the filesystem is read-only$/);
    expect(namesIn(disk, "demo/.mypy_cache")).toEqual(["3.11", "CACHEDIR.TAG"]);
  });

  test("what cannot be deleted wholly gets its name back, and the others go on", async () => {
    const disk = ownFileSystem("ext4", 8);
    const tree = temporaryTree();
    for (const name of ["a", "b"]) {
      plant(join(disk, name, ".mypy_cache"), {
        "CACHEDIR.TAG": "Signature: 8a477f597d28d172789f06886806bc55\n",
        "3.11/kept.json": "{}",
      });
    }
    const kept = join(disk, "a/.mypy_cache/3.11/kept.json");
    execFileSync("chattr", ["+i", kept]);
    onTestFinished(() => void execFileSync("chattr", ["-i", kept]));
    const host = hostIn(tree.home, tree.environment);
    const both = ["a", "b"].map((name) => ({
      artifact: "mypy-cache",
      path: join(disk, name, ".mypy_cache") as AbsolutePath,
    }));
    const { outcomes } = await applyUnasked(host, planOf(host, disk, "delete", both), { isMeasured: false });
    expect(outcomes.map(({ result }) => result)).toEqual(["partial", "done"]);
    // By the name that it has, not by the one that it had while it was being deleted.
    expect(outcomes[0]!.reason).toBe(`${kept}: it is marked immutable or append-only (see lsattr)`);
    expect([namesIn(disk, "a"), namesIn(disk, "b"), existsSync(kept)]).toEqual([[".mypy_cache"], [], true]);
  });
});
