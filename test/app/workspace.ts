import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { clean, type CleanOptions, type CleanRequest, type CleanResult } from "../../src/app/clean.ts";
import type { AbsolutePath } from "../../src/model/path.ts";
import type { Host } from "../../src/system/host.ts";
import { temporaryTree, type TemporaryTree } from "../support/temporary-tree.ts";
import { hostIn, plant, plantEnvironment } from "../support/trees.ts";

/** A temporary tree with a host whose home, state and trash lie in it. */
export interface Workspace {
  readonly tree: TemporaryTree;
  readonly host: Host;
  readonly root: AbsolutePath;
}

export function workspace(tree: TemporaryTree = temporaryTree()): Workspace {
  return { tree, root: tree.path, host: hostIn(tree.home, tree.environment) };
}

/** A project with an environment, a mypy cache, bytecode, and look-alikes of each that must stay. */
export function plantProject(directory: string): void {
  plant(directory, {
    "pyproject.toml": '[project]\nname = "demo"\nversion = "1"\n',
    "app.py": "VALUE = 1\n",
    "__pycache__/app.cpython-311.pyc": "bytecode",
    ".mypy_cache/CACHEDIR.TAG": "Signature: 8a477f597d28d172789f06886806bc55\n",
    ".mypy_cache/3.11/app.data.json": "{}".repeat(5000),
    "docs/.mypy_cache/notes.txt": "a look-alike",
    "env/readme.txt": "a look-alike",
    "env/bin/python": "no pyvenv.cfg beside it",
  });
  plantEnvironment(join(directory, ".venv"));
}

export function gitIn(tree: TemporaryTree, directory: string, ...args: readonly string[]): void {
  execFileSync("git", ["-C", directory, ...args], { env: { ...tree.environment }, stdio: "ignore" });
}

/** A repository whose files are committed and pushed, the environment and the caches ignored. */
export function plantRepository(tree: TemporaryTree, name: string): AbsolutePath {
  const directory = tree.directory(name);
  plantProject(directory);
  plant(directory, { ".gitignore": ".venv/\n__pycache__/\n.mypy_cache/\n" });
  const remote = join(tree.home, `${name}.git`);
  execFileSync("git", ["init", "--bare", "-q", remote], { env: { ...tree.environment } });
  gitIn(tree, directory, "init", "-q", "-b", "main");
  gitIn(tree, directory, "add", ".");
  gitIn(tree, directory, "commit", "-qm", "First");
  gitIn(tree, directory, "remote", "add", "origin", remote);
  gitIn(tree, directory, "push", "-q", "-u", "origin", "main");
  return directory;
}

export function requestFor(roots: readonly string[], changes: Partial<CleanRequest> = {}): CleanRequest {
  return {
    roots,
    depth: null,
    oneFileSystem: true,
    only: [],
    exclude: [],
    idleDays: null,
    protection: "warn",
    permanent: false,
    named: [],
    ...changes,
  };
}

/** Cleans and says yes to everything that may be asked. */
export function cleanAll(
  { host, root }: Workspace,
  changes: Partial<CleanRequest> = {},
  options: CleanOptions = {},
): Promise<CleanResult> {
  return clean(
    host,
    requestFor([root], changes),
    { permit: async (asked) => asked.map(({ finding }) => finding.id), confirm: async () => true },
    options,
  );
}

/** Names in a directory; empty when there is none. */
export function namesIn(...parts: string[]): string[] {
  try {
    return readdirSync(join(...parts)).sort();
  } catch {
    return [];
  }
}

export function trashOf({ tree }: Workspace): string {
  return join(tree.home, ".local/share/Trash");
}
