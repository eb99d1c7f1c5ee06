import { spawnSync } from "node:child_process";
import { symlinkSync } from "node:fs";
import { resolve } from "node:path";
import { build } from "esbuild";
import type { TemporaryTree } from "../support/temporary-tree.ts";

/** Bundles the program that kills itself, in a tree of its own. Returns its path. */
export async function buildCrashChild(shop: TemporaryTree): Promise<string> {
  const child = shop.at("crash-child.mjs");
  await build({
    entryPoints: [resolve(import.meta.dirname, "crash-child.ts")],
    outfile: child,
    bundle: true,
    format: "esm",
    platform: "node",
    packages: "external",
  });
  symlinkSync(resolve(import.meta.dirname, "../../node_modules"), shop.at("node_modules"));
  return child;
}

/** Does one thing and is killed at a moment. Null when it was killed, else how many moments there were. */
export function runCrashChild(
  child: string,
  { home, environment }: Pick<TemporaryTree, "home" | "environment">,
  ...words: readonly (string | number)[]
): number | null {
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, [child, ...words.map(String)], {
    cwd: home,
    env: { ...environment },
    encoding: "utf8",
  });
  if (signal === "SIGKILL") return null;
  if (status !== 0) throw new Error(`${words.join(" ")} ended with ${status}: ${stderr}`);
  return Number(stdout);
}
