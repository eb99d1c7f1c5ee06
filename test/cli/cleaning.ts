import { join } from "node:path";
import { snapshot, type Snapshot } from "../support/snapshot.ts";
import { run, type Outcome } from "../support/run.ts";
import type { TemporaryTree } from "../support/temporary-tree.ts";

/** Runs the built `pyshed` in a tree. */
export function pyshedIn(tree: TemporaryTree, ...args: readonly string[]): Promise<Outcome> {
  return run(args, { cwd: tree.path, environment: tree.environment });
}

/** Every byte of the tree, but for the times of directories that something was moved out of. */
export function treeOf({ path }: TemporaryTree): Snapshot {
  return snapshot(path, { timesOf: (name) => /\.(venv|mypy_cache)\/|__pycache__\//.test(name) });
}

/** The parts of the tree that must stay whatever is cleaned. */
export function keptOf(tree: TemporaryTree, taken: readonly string[]): Snapshot {
  const isTaken = (name: string): boolean => taken.some((one) => name === one || name.startsWith(`${one}/`));
  return Object.fromEntries(Object.entries(treeOf(tree)).filter(([name]) => !isTaken(name)));
}

export function trashFiles({ home }: TemporaryTree): string {
  return join(home, ".local/share/Trash/files");
}
