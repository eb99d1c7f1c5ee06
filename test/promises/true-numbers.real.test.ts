import { execFileSync } from "node:child_process";
import { closeSync, ftruncateSync, openSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { survey, type Survey } from "../../src/app/scan.ts";
import type { AbsolutePath } from "../../src/model/path.ts";
import { ownFileSystem } from "../support/file-system.ts";
import { usedBytes } from "../support/statfs.ts";
import { tool } from "../support/tools.ts";
import { diskUsage, emptyDirectory, hostIn } from "../support/trees.ts";
import { IS_ROOT } from "../support/expectation.ts";

/**
 * Promise 6: what is forecast as freed is what is freed. Environments are made by the real tools, forecast, really
 * deleted, and the file system is asked before and after: within 1 % or 1 MiB.
 */
const PACKAGES = ["requests", "flask"];

function disk(): AbsolutePath {
  return IS_ROOT ? ownFileSystem("ext4", 400) : emptyDirectory();
}

function surveyOf(home: AbsolutePath, root: AbsolutePath): Promise<Survey> {
  const request = { only: [], exclude: [], depth: null, oneFileSystem: true, idleDays: null };
  return survey(hostIn(home, { UV_CACHE_DIR: join(home, "uv-cache") }), { roots: [root], ...request });
}

async function freedByRemoving(home: string, paths: readonly string[]): Promise<number> {
  const before = await usedBytes(home);
  for (const path of paths) rmSync(path, { recursive: true });
  return before - (await usedBytes(home));
}

function expectClose(actual: number, forecast: number): void {
  expect(Math.abs(actual - forecast)).toBeLessThanOrEqual(Math.max(2 ** 20, forecast / 100));
}

function makeEnvironments(home: AbsolutePath): {
  pip: string;
  uv: string;
  run: (...argv: [string, ...string[]]) => void;
} {
  const environment = {
    ...process.env,
    HOME: home,
    UV_CACHE_DIR: join(home, "uv-cache"),
    PIP_CACHE_DIR: join(home, "pip-cache"),
  };
  const run = (program: string, ...argv: string[]): void =>
    void execFileSync(program, argv, { env: environment, stdio: ["ignore", "ignore", "pipe"] });
  const pip = join(home, "projects/with-pip/venv");
  run("python3", "-m", "venv", pip);
  run(join(pip, "bin/pip"), "install", "-q", ...PACKAGES);
  const uv = join(home, "projects/with-uv/.venv");
  run(tool("uv"), "venv", "-q", "--seed", uv);
  run(tool("uv"), "pip", "install", "-q", "--link-mode", "hardlink", "--python", join(uv, "bin/python"), ...PACKAGES);
  return { pip, uv, run };
}

describe("true numbers", () => {
  it("forecasts what statfs shows: pip, uv, copies, hard-linked copies, sparse files", async () => {
    const home = disk();
    const { pip, uv, run } = makeEnvironments(home);
    const projects = join(home, "projects") as AbsolutePath;
    const [copy, linkedCopy] = [join(projects, "copied"), join(projects, "linked")];
    run("cp", "-a", pip, copy);
    run("cp", "-al", pip, linkedCopy);
    const sparse = openSync(join(copy, "lib/sparse.bin"), "w");
    ftruncateSync(sparse, 2 ** 30);
    closeSync(sparse);

    const { result, sumOf } = await surveyOf(home, projects);
    const find = (path: string) => result.findings.find((finding) => finding.path === path)!;
    expect(result.findings.map(({ path }) => path)).toEqual([copy, linkedCopy, pip, uv]);
    expect(find(copy).bytes.allocated).toBe(diskUsage(copy));
    expect(find(copy).bytes.apparent).toBeGreaterThan(2 ** 30);
    expect(find(uv).sharedWith).toBe("uv's cache");
    expect(find(pip).sharedWith).toBe("other findings");
    expect(find(copy).sharedWith).toBeNull();
    const parents = [projects, dirname(pip), dirname(uv)].reduce((sum, path) => sum + statSync(path).blocks * 512, 0);
    expect(result.totals.allocated).toBe(diskUsage(projects) - parents);

    expect(find(uv).bytes.frees).toBeLessThan(find(uv).bytes.allocated / 2);
    expectClose(await freedByRemoving(home, [uv]), find(uv).bytes.frees);
    expectClose(await freedByRemoving(home, [copy]), find(copy).bytes.frees);
    const together = sumOf([find(pip).id, find(linkedCopy).id]).frees;
    expect(together).toBeGreaterThan(find(pip).bytes.frees + find(linkedCopy).bytes.frees);
    expectClose(await freedByRemoving(home, [pip]), find(pip).bytes.frees);
    expectClose(await freedByRemoving(home, [linkedCopy]), together - find(pip).bytes.frees);
  });

  it("forecasts the whole set, environments and the links between them", async () => {
    const home = disk();
    const { uv, run } = makeEnvironments(home);
    const projects = join(home, "projects") as AbsolutePath;
    run("cp", "-al", uv, join(projects, "linked"));
    run("rm", "-rf", join(home, "uv-cache"));
    const { result } = await surveyOf(home, projects);
    expect(result.totals.frees).toBe(result.totals.allocated);
    expectClose(
      await freedByRemoving(
        home,
        result.findings.map(({ path }) => path),
      ),
      result.totals.frees,
    );
  });
});
