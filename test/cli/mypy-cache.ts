import type { TemporaryTree } from "../support/temporary-tree.ts";

/** What mypy leaves in a directory: enough to be proven. */
export function plantMypyCache(tree: TemporaryTree, directory: string): void {
  tree.file(`${directory}/.mypy_cache/CACHEDIR.TAG`, "Signature: 8a477f597d28d172789f06886806bc55\n");
  tree.file(`${directory}/.mypy_cache/3.11/app.data.json`, "{}".repeat(3000));
  tree.file(`${directory}/.mypy_cache/3.11/app.meta.json`, "{}");
}
