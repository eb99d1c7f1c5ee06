// Builds the tree that the benchmarks run on: real environments made by pip and by uv, and copies of them.
// Everything goes below one directory, caches and home included; what is there already is kept.
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";

const PACKAGES = ["jupyterlab", "pandas", "matplotlib", "scikit-learn", "django", "sympy"];
const COPIES = 7;
const LINKED = 6;

/** Makes the corpus below `directory` and returns the root to scan. */
export function makeCorpus(directory, tools) {
  const home = join(directory, "home");
  const projects = join(home, "projects");
  mkdirSync(projects, { recursive: true });
  const environment = {
    ...process.env,
    HOME: home,
    XDG_CACHE_HOME: join(home, ".cache"),
    UV_CACHE_DIR: join(home, ".cache", "uv"),
    PIP_CACHE_DIR: join(home, ".cache", "pip"),
    PIP_DISABLE_PIP_VERSION_CHECK: "1",
  };
  const run = (program, ...argv) =>
    execFileSync(program, argv, { env: environment, stdio: ["ignore", "ignore", "inherit"] });
  const uv = join(tools, "uv");
  const once = (path, make) => existsSync(path) || (console.error(`making ${path}`), make());

  const original = join(projects, "with-pip", "venv");
  once(original, () => {
    run("python3", "-m", "venv", original);
    run(join(original, "bin", "pip"), "install", "--quiet", ...PACKAGES);
  });
  for (let index = 1; index <= COPIES; index++) {
    const copy = join(projects, `copy-${index}`);
    once(copy, () =>
      cpSync(join(projects, "with-pip"), copy, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true }),
    );
  }
  for (let index = 1; index <= LINKED; index++) {
    const linked = join(projects, `linked-${index}`, ".venv");
    once(linked, () => {
      run(uv, "venv", "--quiet", linked);
      run(uv, "pip", "install", "--quiet", "--python", join(linked, "bin", "python"), ...PACKAGES);
    });
  }
  return home;
}

/** Counts directory entries below a path, without following links. */
export function countEntries(directory) {
  let count = 0;
  for (const stack = [directory]; stack.length > 0;) {
    const here = stack.pop();
    for (const entry of readdirSync(here, { withFileTypes: true })) {
      count++;
      if (entry.isDirectory()) stack.push(join(here, entry.name));
    }
  }
  return count;
}
