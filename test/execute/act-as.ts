import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { buildSync } from "esbuild";
import { onTestFinished } from "vitest";
import { IS_ROOT } from "../support/expectation.ts";
import { mustRun } from "../support/run.ts";

export const NOBODY = 65534;

/** Gives a tree to the ordinary user whom `actAs` acts for. */
export function giveToUser(path: string): void {
  if (IS_ROOT) execFileSync("chown", ["-hR", `${NOBODY}:${NOBODY}`, path]);
}

/** Removes or trashes as an ordinary user: as `nobody` when the tests run as root, else as who runs them. */
export async function actAs<T>(
  who: "ordinary user" | "whoever runs this",
  args: readonly ["remove" | "trash", string, ...string[]],
  home: string,
): Promise<T> {
  const directory = mkdtempSync(join(tmpdir(), "pyshed-act-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  chmodSync(directory, 0o755);
  const script = join(directory, "act.mjs");
  buildSync({
    entryPoints: [resolve(import.meta.dirname, "act.ts")],
    bundle: true,
    platform: "node",
    format: "esm",
    outfile: script,
    packages: "external",
    // Packages and the built worker are found from the sources.
    define: { "import.meta.url": JSON.stringify(pathToFileURL(resolve("src/execute/removal/removal-pool.ts")).href) },
    logLevel: "error",
  });
  const isOther = who === "ordinary user" && IS_ROOT;
  const as = isOther ? ["setpriv", `--reuid=${NOBODY}`, `--regid=${NOBODY}`, "--clear-groups"] : [];
  const [program, ...before] = [...as, process.execPath];
  const environment = { PATH: process.env["PATH"] ?? "", HOME: home };
  return JSON.parse(await mustRun(program!, [...before, script, ...args], { cwd: "/", environment })) as T;
}
