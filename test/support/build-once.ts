import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** The tests run the built command and its worker: build them before the first test, unless they are up to date. */
export default function setup(): void {
  if (newestIn("src") < builtAt()) return;
  try {
    execFileSync(process.execPath, ["scripts/build.mjs", "--no-types"], { stdio: "inherit" });
  } catch (error) {
    if (process.env["CI"]) throw error;
    // While the code is in pieces, tests of the other pieces still run, with the program that was built last.
    console.error(`the build failed; tests that need it will fail: ${String(error)}`);
  }
}

function newestIn(directory: string): number {
  const paths = (readdirSync(directory, { recursive: true }) as string[]).map((name) => join(directory, name));
  return Math.max(...paths.map((path) => statSync(path).mtimeMs));
}

function builtAt(): number {
  const program = join("dist", "pyshed.js");
  return existsSync(program) ? statSync(program).mtimeMs : 0;
}
