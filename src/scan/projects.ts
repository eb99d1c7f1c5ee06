/** Files that say "a Python project begins here". A `package.json` beside them changes nothing. */
const MANIFESTS: readonly string[] = [
  ".git",
  "pyproject.toml",
  "setup.py",
  "setup.cfg",
  "requirements.txt",
  "Pipfile",
  "environment.yml",
  "environment.yaml",
  "pixi.toml",
  "tox.ini",
  "noxfile.py",
  "uv.lock",
  "poetry.lock",
  "pdm.lock",
];

/** True when a directory that holds these names is a source tree of its own: a git root or a Python manifest. */
export function isProjectRoot(names: ReadonlySet<string>): boolean {
  return MANIFESTS.some((name) => names.has(name));
}

const NOISE: ReadonlySet<string> = new Set([".DS_Store", "Thumbs.db", "desktop.ini"]);

/** Files that somebody works on; what the desktop or the interpreter writes by itself is none. */
export function isSourceFile(name: string): boolean {
  return !NOISE.has(name) && !name.endsWith(".pyc") && !name.endsWith(".pyo");
}
