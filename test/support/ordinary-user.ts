import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { onTestFinished } from "vitest";
import { IS_ROOT } from "./expectation.ts";
import { PROGRAM, runProgram, type Outcome, type RunOptions } from "./run.ts";

/** The user `nobody`, and one more who is neither that nor root. */
export const NOBODY = 65_534;
export const SOMEBODY_ELSE = 65_533;

/** Gives something to a user, links themselves and not what they lead to. Needs root. */
export function giveTo(user: number, ...paths: readonly string[]): void {
  execFileSync("chown", ["-hR", `${user}:${user}`, ...paths]);
}

/** Runs the built `pyshed` as an ordinary user: as `nobody` when the tests run as root, else as who runs them. */
export function runAsUser(args: readonly string[], options: RunOptions): Promise<Outcome> {
  const [program, ...before] = [...becoming(NOBODY), process.execPath];
  return runProgram(program!, [...before, programForUsers(), ...args], options);
}

/** What to put before a program so that it runs as a user; nothing when the tests don't run as root. */
export function becoming(user: number): string[] {
  return IS_ROOT ? ["setpriv", `--reuid=${user}`, `--regid=${user}`, "--clear-groups"] : [];
}

/** The built program where an ordinary user can read it: a copy, when the checkout is closed to others. */
function programForUsers(): string {
  if (!IS_ROOT || canRead(PROGRAM)) return PROGRAM;
  const copy = mkdtempSync(join(tmpdir(), "pyshed-program-"));
  onTestFinished(() => rmSync(copy, { recursive: true }));
  const checkout = resolve(import.meta.dirname, "../..");
  const parts = ["dist", "package.json", ...packagesOf(checkout, ".").map((name) => `node_modules/${name}`)];
  for (const part of parts) {
    cpSync(join(checkout, part), join(copy, part), { recursive: true, dereference: true, force: true });
  }
  execFileSync("chmod", ["-R", "a+rX", copy]);
  return join(copy, "dist", "pyshed.js");
}

/** The packages that one needs, and those that these need. */
function packagesOf(checkout: string, directory: string): string[] {
  const text = readFileSync(join(checkout, directory, "package.json"), "utf8");
  const { dependencies = {}, optionalDependencies = {} } = JSON.parse(text) as Partial<
    Record<"dependencies" | "optionalDependencies", Readonly<Record<string, string>>>
  >;
  const names = Object.keys({ ...dependencies, ...optionalDependencies });
  const there = names.filter((name) => existsSync(join(checkout, "node_modules", name)));
  return there.flatMap((name) => [name, ...packagesOf(checkout, join("node_modules", name))]);
}

function canRead(path: string): boolean {
  const [program, ...before] = becoming(NOBODY);
  return spawnSync(program!, [...before, "test", "-r", path]).status === 0;
}

/** Lets everybody reach what lies in a temporary tree. */
export function openToAll(path: string): void {
  chmodSync(dirname(path), 0o755);
}
