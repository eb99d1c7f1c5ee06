// Bundles the command, its workers and the library into dist/, with types. Run by `npm run build` and by `prepare`.
// `--no-types` leaves the types out: the tests need only the programs.
// dist/ is made beside and swapped in, so that a build that fails leaves the old one.
import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const fresh = join(root, `dist.new-${process.pid}`);
const dist = join(root, "dist");

try {
  await bundle();
  makeProgram(join(fresh, "pyshed.js"));
  if (!process.argv.includes("--no-types")) emitTypes();
  swapIn();
} catch (error) {
  process.stderr.write(`${error.message ?? error}\n`);
  process.exitCode = 1;
} finally {
  rmSync(fresh, { recursive: true, force: true });
}

async function bundle() {
  const options = {
    absWorkingDir: root,
    outdir: fresh,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20.19",
    packages: "external",
    sourcemap: false,
    logLevel: "warning",
  };
  await build({ ...options, splitting: true, entryPoints: { pyshed: "src/cli/main.ts", index: "src/index.ts" } });
  // A thread needs all of its code at once, and one file starts sooner than a dozen.
  await build({ ...options, entryPoints: workers() });
}

/** Each NAME-worker.ts in a room of src/ becomes dist/NAME-worker.js. */
function workers() {
  const paths = readdirSync(join(root, "src"), { recursive: true }).filter((path) => path.endsWith("-worker.ts"));
  return Object.fromEntries(paths.map((path) => [basename(path, ".ts"), join("src", path)]));
}

function makeProgram(path) {
  const code = readFileSync(path, "utf8");
  if (!code.startsWith("#!")) writeFileSync(path, `#!/usr/bin/env node\n${code}`);
  chmodSync(path, 0o755);
}

function emitTypes() {
  const compiler = join(dirname(createRequire(import.meta.url).resolve("typescript/package.json")), "bin", "tsc");
  const args = ["-p", join(root, "tsconfig.types.json"), "--outDir", join(fresh, "types")];
  execFileSync(process.execPath, [compiler, ...args], { cwd: root, stdio: ["ignore", 2, 2] });
}

function swapIn() {
  const old = join(root, `dist.old-${process.pid}`);
  if (existsSync(dist)) renameSync(dist, old);
  renameSync(fresh, dist);
  rmSync(old, { recursive: true, force: true });
}
