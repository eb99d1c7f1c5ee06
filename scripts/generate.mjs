// Runs every generator in scripts/generate/: each makes files from code. With --check nothing is written, and the run
// fails when a file is out of date. Bundled first, because Node 20 cannot run TypeScript.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const unknown = process.argv.slice(2).find((argument) => argument !== "--check");
if (unknown !== undefined) {
  console.error(`generate: unknown argument ${unknown}; the only one is --check`);
  process.exit(2);
}
const check = process.argv.includes("--check");
const house = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const bundles = mkdtempSync(join(house, "node_modules", ".generate-"));
let loaded = 0;

/** Bundles a module given as TypeScript text and imports it; its relative imports start at `directory`. */
async function load(contents, directory) {
  const outfile = join(bundles, `${loaded++}.mjs`);
  await build({
    stdin: { contents, resolveDir: directory, loader: "ts" },
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    packages: "external",
    // What fails is thrown, with the same text.
    logLevel: "silent",
  });
  return import(pathToFileURL(outfile).href);
}

const stale = [];
try {
  const generators = join(house, "scripts", "generate");
  for (const name of readdirSync(generators).toSorted()) {
    const { generate } = await load(`export * from "./${name}";`, generators);
    if (!generate) continue;
    for (const { path, text } of await generate({ directory: house, load })) {
      const target = join(house, path);
      if (existsSync(target) && readFileSync(target, "utf8") === text) continue;
      stale.push(path);
      if (check) continue;
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, text);
    }
  }
} catch (error) {
  // Code that is made from a file that is out of date may not even load: that file is the news then.
  if (!check || stale.length === 0) throw error;
} finally {
  rmSync(bundles, { recursive: true, force: true });
}
if (stale.length > 0) {
  console.error(check ? `out of date: ${stale.join(", ")}; run "npm run generate"` : `wrote ${stale.join(", ")}`);
  if (check) process.exit(1);
}
