import { existsSync, readdirSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import * as v from "valibot";
import { purgeDocument } from "../../src/report/schema/run.ts";
import { sweepCleanDocument, sweepDocument } from "../../src/report/schema/sweep.ts";
import { ownFileSystem } from "../support/file-system.ts";
import { openChangingIndex } from "../support/package-index.ts";
import { mustRun, run, unwrapped } from "../support/run.ts";
import { snapshot } from "../support/snapshot.ts";
import { usedBytes } from "../support/statfs.ts";
import { temporaryTree, type TemporaryTree } from "../support/temporary-tree.ts";
import { machinePython, tool } from "../support/tools.ts";
import { IS_ROOT } from "../support/expectation.ts";

/**
 * Promise 6 for a sweep: an environment and uv's cache hold further links to the same files, which come free only when
 * both go. Real uv fills both, and the file system is asked before and after: within 1 % or 1 MiB. Needs root.
 */
const WHEEL = 12 * 2 ** 20;

interface Filled {
  readonly tree: TemporaryTree;
  readonly environment: Record<string, string>;
  readonly venv: string;
  readonly uv: (...args: string[]) => Promise<string>;
  readonly pyshed: (...args: string[]) => ReturnType<typeof run>;
}

/** An environment with links to an unpacked wheel that the index has replaced since, so that pruning takes it. */
async function filled(): Promise<Filled> {
  const tree = temporaryTree(ownFileSystem("ext4", 200));
  const index = await openChangingIndex(join(tree.home, "packages"), `pebble-1.0:${WHEEL}`, "grain-0.5");
  const environment = {
    ...tree.environment,
    PATH: `${dirname(tool("uv"))}:${tree.environment["PATH"]}`,
    UV_DEFAULT_INDEX: index.url,
    UV_LINK_MODE: "hardlink",
  };
  const uv = (...args: string[]) => mustRun(tool("uv"), args, { cwd: tree.path, environment });
  const venv = tree.at("project/.venv");
  tree.file("project/pyproject.toml", '[project]\nname = "demo"\nversion = "1"\n');
  await uv("venv", "-q", "--python", machinePython(), venv);
  await uv("pip", "install", "-q", "--python", venv, "pebble", "grain");
  await index.remake(`pebble-1.0:${WHEEL}`);
  const other = join(tree.home, "tmp/other");
  await uv("venv", "-q", "--python", machinePython(), other);
  await uv("pip", "install", "-q", "--python", other, "--refresh", "pebble", "grain");
  rmSync(other, { recursive: true });
  index.close();
  const pyshed = (...args: string[]) => run(args, { cwd: tree.path, environment });
  return { tree, environment, venv, uv, pyshed };
}

function expectClose(actual: number, forecast: number): void {
  expect(Math.abs(actual - forecast)).toBeLessThanOrEqual(Math.max(2 ** 20, forecast / 100));
}

describe.runIf(IS_ROOT)("a sweep of an environment and uv's cache", () => {
  test("shows what both free together, and uv itself agrees", async () => {
    const { tree, venv, uv, pyshed } = await filled();
    const { sections, totals } = v.parse(
      sweepDocument,
      JSON.parse((await pyshed("sweep", "project", "--json")).stdout),
    );
    const separately = sections.projects!.totals.frees + sections.caches!.totals.frees;
    expect(separately).toBeLessThan(WHEEL / 2);
    expect(totals.frees).toBeGreaterThan(separately + WHEEL);
    const text = unwrapped((await pyshed("sweep", "project")).stdout);
    expect(text).toMatch(/\n✓ Together 12\.\d MiB can go, 12\.\d MiB of it only where an environment and the cache/);
    const before = await usedBytes(tree.path);
    rmSync(venv, { recursive: true });
    await uv("cache", "prune");
    expectClose(before - (await usedBytes(tree.path)), totals.frees);
  });

  test("--permanent removes the environment, then lets uv prune, and frees what was forecast", async () => {
    const { tree, venv, pyshed } = await filled();
    const shown = v.parse(sweepDocument, JSON.parse((await pyshed("sweep", "project", "--json")).stdout));
    const planned = await pyshed("sweep", "project", "--clean", "--dry-run", "--permanent");
    expect(planned.stdout).toMatch(/\n✓ Together this would free 12\.\d MiB\n$/);
    const before = await usedBytes(tree.path);
    const { code, stdout } = await pyshed("sweep", "project", "--clean", "--yes", "--permanent", "--json");
    const freed = before - (await usedBytes(tree.path));
    const { sections, totals } = v.parse(sweepCleanDocument, JSON.parse(stdout));
    expect([code, existsSync(venv), sections.caches!.items.map(({ act }) => act)]).toEqual([0, false, ["owner"]]);
    expectClose(freed, shown.totals.frees);
    expectClose(freed, totals.forecast.frees);
    expectClose(freed, totals.freed!.bytes);
    expect(totals.later.frees).toBe(0);
    // Only when the environment was gone had pruning something to give.
    expect(sections.caches!.forecast.frees).toBeGreaterThan(WHEEL);
  });

  test("the trash keeps the shared bytes until the purge, and the last line says so", async () => {
    const { tree, venv, pyshed } = await filled();
    const before = await usedBytes(tree.path);
    const { code, stdout } = await pyshed("sweep", "project", "--clean", "--yes");
    expect([code, existsSync(venv)]).toEqual([0, false]);
    expect(unwrapped(stdout)).toMatch(
      /✓ Together: \d+\.\d KiB forecast, [^\n]*freed \(measured\), 12\.\d MiB more at 'pyshed purge'\n$/,
    );
    expectClose(before - (await usedBytes(tree.path)), 0);
    const purge = await pyshed("purge", "--yes", "--json");
    v.parse(purgeDocument, JSON.parse(purge.stdout));
    const later = Number(/, (12\.\d) MiB more at/.exec(stdout)![1]) * 2 ** 20;
    expectClose(before - (await usedBytes(tree.path)), later);
  });

  test("undo brings the environment back whole, though uv has pruned what it shared", async () => {
    const { venv, pyshed } = await filled();
    // Links are no part of what comes back: uv's own are pruned.
    const without = () => Object.entries(snapshot(venv)).map(([name, text]) => [name, text.replace(/, links .*/, "")]);
    const before = without();
    const [python] = readdirSync(join(venv, "lib"));
    const linked = join(venv, "lib", python!, "site-packages/pebble/__init__.py");
    const { nlink } = statSync(linked);
    await pyshed("sweep", "project", "--clean", "--yes");
    const { code, stdout } = await pyshed("undo");
    expect(unwrapped(stdout)).toMatch(
      /^✓ Brought back 1 environment[^]*what was removed for good does not come back: .*\/uv\n/,
    );
    expect(code).toBe(0);
    expect(without()).toEqual(before);
    expect(statSync(linked).nlink).toBe(nlink - 1);
    expect(
      await mustRun(join(venv, "bin/python"), ["-c", "import pebble; print(pebble.VERSION)"], { environment: {} }),
    ).toBe("1.0\n");
  });
});
