import { execFileSync } from "node:child_process";
import { chmodSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { buildSync } from "esbuild";
import type { TemporaryTree } from "../support/temporary-tree.ts";
import { mustRun } from "../support/run.ts";
import { IS_ROOT } from "../support/expectation.ts";

const NOBODY = 65534;

/**
 * Asks about findings as an ordinary user: as `nobody` when the tests run as root, who is refused nothing, else as
 * the user who runs them. The tree is given to that user first, and then `prepare` runs. Returns answers by path.
 */
export async function asOrdinaryUser(
  tree: TemporaryTree,
  question: "git" | "in-use",
  findings: readonly string[],
  prepare: () => void = () => {},
): Promise<Record<string, unknown>> {
  const script = tree.at("..", "ask.mjs");
  buildSync({
    entryPoints: [resolve(import.meta.dirname, "ask.ts")],
    bundle: true,
    platform: "node",
    format: "esm",
    outfile: script,
    logLevel: "error",
  });
  if (IS_ROOT) {
    execFileSync("chown", ["-R", `${NOBODY}:${NOBODY}`, tree.path, tree.home]);
    chmodSync(dirname(tree.path), 0o755);
  }
  prepare();
  const as = IS_ROOT ? ["setpriv", `--reuid=${NOBODY}`, `--regid=${NOBODY}`, "--clear-groups"] : [];
  const [program, ...args] = [...as, process.execPath, script, question, ...findings];
  const environment = { PATH: process.env["PATH"] ?? "", HOME: tree.home };
  return JSON.parse(await mustRun(program!, args, { cwd: "/", environment })) as Record<string, unknown>;
}
