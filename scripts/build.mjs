// Bundles the command, its workers and the library into dist/, with types. Run by `npm run build` and by `prepare`.
// `--no-types` leaves the types out: the tests need only the programs.
// dist/ is made beside and swapped in, so that a build that fails leaves the old one.
import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** Packages written as CommonJS ask for Node's own modules with it. */
const WITH_REQUIRE =
  'import { createRequire as requireIn } from "node:module";\nconst require = requireIn(import.meta.url);';
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
    // It brings binaries. All else is in the bundle: finding each package takes as long as reading it.
    external: ["koffi"],
    sourcemap: false,
    logLevel: "warning",
  };
  const modules = { splitting: true, banner: { js: WITH_REQUIRE }, metafile: true, plugins: [sharedWithScan()] };
  const entryPoints = { pyshed: "src/cli/start.ts", index: "src/index.ts" };
  const { metafile } = await build({ ...options, ...modules, entryPoints });
  writeFileSync(join(fresh, "licenses.txt"), licensesOf(packagesIn(metafile)));
  // A thread needs all of its code at once: one file starts sooner than a dozen, and without the loader of modules.
  const single = { format: "cjs", outExtension: { ".js": ".cjs" }, define: { "import.meta.url": "__filename" } };
  await build({ ...options, ...single, entryPoints: workers() });
}

/**
 * Code is divided by who needs it, and that makes dozens of small files, each of which takes longer to find than to
 * read. So every command is made to need what a scan needs, which then is a few files; what runs before that is not.
 */
function sharedWithScan() {
  const scan = join(root, "src/cli/run-scan.ts");
  const needsScan = `import ${JSON.stringify(scan)};\n`;
  const commands = readLater().filter((path) => path !== scan);
  const setup = ({ onLoad }) =>
    onLoad({ filter: /\.ts$/ }, ({ path }) =>
      commands.includes(path) ? { contents: `${readFileSync(path, "utf8")}\n${needsScan}`, loader: "ts" } : null,
    );
  return { name: "shared with scan", setup };
}

/** The modules that are read only when a command needs them. */
function readLater() {
  const sources = readdirSync(join(root, "src"), { recursive: true }).filter((path) => path.endsWith(".ts"));
  return sources.flatMap((source) => {
    const path = join(root, "src", source);
    const named = [...readFileSync(path, "utf8").matchAll(/\bimport\("(\.[^"]+)"\)/g)];
    return basename(path) === "start.ts" ? [] : named.map(([, name]) => resolve(dirname(path), name));
  });
}

/** The packages that a bundle holds. */
function packagesIn({ inputs }) {
  const names = Object.keys(inputs).map((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]);
  return [...new Set(names)].filter((name) => name !== undefined).toSorted();
}

/** What their authors ask to be kept with every copy. */
function licensesOf(packages) {
  const texts = packages.map((name) => {
    const directory = join(root, "node_modules", name);
    const license = readdirSync(directory).find((file) => /^licen[cs]e/i.test(file));
    return `${name}\n\n${readFileSync(join(directory, license), "utf8").trim()}\n`;
  });
  return texts.join(`\n${"-".repeat(80)}\n\n`);
}

/** Each NAME-worker.ts in a room of src/ becomes dist/NAME-worker.cjs. */
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
