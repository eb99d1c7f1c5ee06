import { encode } from "../system/files.ts";

/**
 * Files that belong to no package because the program that made the environment wrote them, or rewrites them by
 * itself. Seen in environments made by venv (CPython 3.8 to 3.13), virtualenv 21, uv 0.13, tox 4, nox, pipenv, poetry 2,
 * hatch, pipx, pre-commit 4 and py-rattler 0.28.
 */

const AT_THE_TOP = new Set([
  "pyvenv.cfg",
  ".gitignore",
  "CACHEDIR.TAG",
  ".lock",
  "lib64",
  // pipenv: the path of the project
  ".project",
  // tox 4 and 3
  ".tox-info.json",
  ".tox-config1",
  ".tox-config2",
  // what says that it is a program's or a hook's environment
  "pipx_metadata.json",
  "uv-receipt.toml",
  ".install_state_v1",
  ".install_state_v2",
  // pip before 19.3
  "pip-selfcheck.json",
  // macOS
  ".Python",
  ".DS_Store",
  // conda
  ".nonadmin",
]);

const IN_PROGRAMS =
  /^(?:activate(?:_this\.py|\.(?:bat|csh|fish|nu|ps1|xsh))?|deactivate\.(?:bat|csh|nu)|pydoc\.bat|(?:python|pypy|graalpy)w?(?:\d+(?:\.\d+)*)?t?(?:-config)?(?:\.exe)?|lib(?:pypy|python)\d*(?:\.\d+)*(?:-c)?\.(?:so|dylib)|(?:python|vcruntime)[\w.]*\.dll|(?:pip|easy_install|wheel)-?(?:\d+(?:\.\d+)*)?(?:\.exe)?)$/i;

const IN_SITE = /^(?:_virtualenv\.(?:py|pth)|[A-Za-z0-9_.]+-[^/]+\.virtualenv)$/;

export interface Creation {
  /** tox and nox keep logs, temporary files and the package that they build inside the environment. */
  readonly keepsRunLogs: boolean;
  readonly sites: ReadonlySet<string>;
}

/**
 * True for a file that the environment's creator or Python itself makes. `directory` is relative to the environment
 * and never a `__pycache__`.
 */
export function isCreatorFile(directory: string, name: string, creation: Creation): boolean {
  if (directory === "") return AT_THE_TOP.has(name) || (creation.keepsRunLogs && name === "file.lock");
  if (directory === "bin" || directory === "Scripts") return IN_PROGRAMS.test(name);
  if (directory === "include") return /^(?:python|pypy)\d/.test(name);
  if (directory === "conda-meta") return name === "history" || name === "pixi" || name === "pixi_env_prefix";
  if (directory === "share/python-wheels") return name.endsWith(".whl");
  if (creation.sites.has(directory)) return IN_SITE.test(name);
  return creation.keepsRunLogs && /^(?:tmp|log|dist)(?:\/|$)/.test(directory);
}

/** pip renames what it is about to remove to `~name` in site-packages; after a crash it stays. */
export function isInstallerLeftover(directory: string, name: string, sites: ReadonlySet<string>): boolean {
  for (const site of sites) {
    if (directory === site) return name.startsWith("~");
    if (directory.startsWith(`${site}/~`)) return true;
  }
  return false;
}

/** Bytecode, numba's compiled functions, and what a crash left of either: all made again from the source. */
export function isMadeByRunning(name: string): boolean {
  return /\.(?:py[co](?:\.\d+)?|nb[ci])$/.test(name);
}

/** The source that a file in `__pycache__` was compiled from: `x.cpython-311.opt-1.pyc` and `x.f-1.py311.nbi` are `x.py`. */
export function sourceOf(name: string): string | undefined {
  let tag = name.indexOf(".cpython-");
  if (tag < 0) tag = /\.nb[ci]$/.test(name) ? name.indexOf(".") : name.search(/\.(?:pypy|graalpy)\d/);
  return tag > 0 ? `${name.slice(0, tag)}.py` : undefined;
}

const CPYTHON = encode(".cpython-");

/**
 * The same for what CPython wrote, without making a text of the name, which lies in `bytes` from `start` on up to a zero
 * byte: where `.cpython-` begins, or -1 when it has no such tag.
 */
export function endOfStem(bytes: Uint8Array, start: number): number {
  for (let at = start; bytes[at] !== 0; at++) {
    let same = 0;
    while (same < CPYTHON.length && bytes[at + same] === CPYTHON[same]) same++;
    if (same === CPYTHON.length) return at;
  }
  return -1;
}
