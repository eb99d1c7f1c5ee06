// Everything that continuous integration checks, part after part. Prints each part's time and ends with 1 when any failed.
// `--without PART` (repeatable) leaves a part out.
import { spawnSync } from "node:child_process";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const PARTS = {
  types: ["npx", "--no-install", "tsc", "-p", "."],
  lint: ["npx", "--no-install", "oxlint", "--deny-warnings"],
  format: ["npx", "--no-install", "oxfmt", "--check"],
  generated: ["node", "scripts/generate.mjs", "--check"],
  changes: ["node", "scripts/changes.mjs", "--check"],
  build: ["node", "scripts/build.mjs"],
  tests: ["npm", "test", "--silent"],
};

const leftOut = process.argv.flatMap((argument, index, all) => (argument === "--without" ? [all[index + 1]] : []));
const unknown = leftOut.filter((name) => !Object.hasOwn(PARTS, name ?? ""));
if (unknown.length > 0) {
  process.stderr.write(`check: no part is called ${unknown.join(", ")}; there are ${Object.keys(PARTS).join(", ")}\n`);
  process.exit(2);
}

const failed = [];
for (const [name, [program, ...args]] of Object.entries(PARTS)) {
  if (leftOut.includes(name)) continue;
  const started = performance.now();
  const { status } = spawnSync(program, args, { cwd: root, stdio: ["ignore", "inherit", "inherit"] });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  process.stderr.write(`check: ${name} ${status === 0 ? "passed" : "FAILED"} in ${seconds} s\n`);
  if (status !== 0) failed.push(name);
}
if (failed.length > 0) {
  process.stderr.write(`check: failed: ${failed.join(", ")}\n`);
  process.exit(1);
}
