import { execFileSync } from "node:child_process";
import { chmodSync } from "node:fs";
import { temporaryTree, type TemporaryTree } from "../support/temporary-tree.ts";

export interface PlantedPip {
  readonly tree: TemporaryTree;
  readonly cache: string;
  readonly environment: Record<string, string>;
}

/** A pip cache in the layout of pip 26, and a program `pip` that purges it and notes what it was asked. */
export function plant(): PlantedPip {
  const tree = temporaryTree();
  const cache = tree.directory("pip-cache");
  const name = "ab".repeat(28);
  tree.file(`pip-cache/http-v2/a/b/a/b/a/${name}`, "cc=4,\u0082\u00a8response");
  tree.file(
    `pip-cache/http-v2/a/b/a/b/a/${name}.body`,
    `<!DOCTYPE html><title>Links for pebble</title>${" ".repeat(50_000)}`,
  );
  tree.file("pip-cache/wheels/aa/gravel-3.1-py3-none-any.whl", "x".repeat(9000));
  const program = `#!/bin/sh
[ "$1" = --version ] && { echo "pip 26.3 from nowhere (python 3.11)"; exit; }
[ "$2" = info ] && { echo "Number of HTTP files: 0"; exit; }
echo "$@" > ${tree.at("asked.txt")}
rm -rf ${cache}/http-v2 ${cache}/wheels
echo "Files removed: 3"
`;
  chmodSync(tree.file("bin/pip", program), 0o755);
  // A version manager's stand-in for python3 would put a pip of its own before ours.
  const python = execFileSync("python3", ["-c", "import sys; print(sys._base_executable)"], {
    encoding: "utf8",
  }).trim();
  chmodSync(tree.file("bin/python3", `#!/bin/sh\nexec ${python} "$@"\n`), 0o755);
  const environment = {
    ...tree.environment,
    PIP_CACHE_DIR: cache,
    PATH: `${tree.at("bin")}:${tree.environment["PATH"]}`,
  };
  return { tree, cache, environment };
}
