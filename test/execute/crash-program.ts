import { spawnSync } from "node:child_process";
import { symlinkSync } from "node:fs";
import { resolve } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll } from "vitest";
import { lastingTree, type TemporaryTree } from "../support/temporary-tree.ts";

/** Where it runs. */
type Setting = Pick<TemporaryTree, "home" | "environment">;

/**
 * Builds `crash-child.ts` for the tests of a file. Runs it with what to do, to what, and the moment at which it kills
 * itself: null when it was killed, else how many moments there were.
 */
export function crashProgram(): (setting: Setting, what: string, target: string, at: number) => number | null {
  const shop = lastingTree();
  const child = shop.at("crash-child.mjs");
  beforeAll(async () => {
    await build({
      entryPoints: [resolve(import.meta.dirname, "crash-child.ts")],
      outfile: child,
      bundle: true,
      format: "esm",
      platform: "node",
      packages: "external",
    });
    symlinkSync(resolve(import.meta.dirname, "../../node_modules"), shop.at("node_modules"));
  });
  afterAll(() => shop.remove());
  return ({ home, environment }, what, target, at) => {
    const { status, signal, stdout, stderr } = spawnSync(process.execPath, [child, what, target, String(at)], {
      cwd: home,
      env: { ...environment },
      encoding: "utf8",
    });
    if (signal === "SIGKILL") return null;
    if (status !== 0) throw new Error(`${what} at ${at} ended with ${status}: ${stderr}`);
    return Number(stdout);
  };
}
