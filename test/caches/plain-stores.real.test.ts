import { test } from "vitest";
import { mustRun } from "../support/run.ts";
import { temporaryTree, type TemporaryTree } from "../support/temporary-tree.ts";
import { pythonOf, tool } from "../support/tools.ts";
import { expectMadeAgain } from "./made-again.ts";

const DRAW = `
import matplotlib; matplotlib.use("agg")
import matplotlib.pyplot as plot
plot.plot([1, 2]); plot.savefig("plot.png")
`;
const COMPILE = `from numba import njit
@njit(cache=True)
def add(x): return x + 1
print(add(2))
`;

interface Case {
  readonly id: string;
  readonly environment?: (tree: TemporaryTree) => Readonly<Record<string, string>>;
  readonly fill: (tree: TemporaryTree, environment: Readonly<Record<string, string>>) => Promise<unknown>;
}

const CASES: readonly Case[] = [
  {
    id: "black",
    fill: ({ path }, environment) => mustRun(tool("black"), ["-q", "sample.py"], { cwd: path, environment }),
  },
  {
    id: "jedi",
    fill: ({ path }, environment) =>
      mustRun(pythonOf("caching"), ["-c", "import jedi; print(jedi.Script('import os\\nos.pa').complete(2, 5))"], {
        cwd: path,
        environment,
      }),
  },
  {
    id: "matplotlib",
    fill: ({ path }, environment) => mustRun(pythonOf("caching"), ["-c", DRAW], { cwd: path, environment }),
  },
  {
    id: "numba",
    environment: (tree) => ({ NUMBA_CACHE_DIR: tree.at("numba") }),
    fill: (tree, environment) =>
      mustRun(pythonOf("caching"), [tree.file("app/add.py", COMPILE)], { cwd: tree.path, environment }),
  },
  {
    // Its own version comes with it: another one it gets with npm, an old one because it is small.
    id: "pyright-python",
    environment: () => ({
      PYRIGHT_PYTHON_FORCE_VERSION: "1.1.60",
      PYRIGHT_PYTHON_IGNORE_WARNINGS: "1",
      npm_config_audit: "false",
    }),
    fill: ({ path }, environment) => mustRun(tool("pyright"), ["--version"], { cwd: path, environment }),
  },
];

test.each(CASES)(
  "$id: what the real tool leaves is found, known whole, and made again when it is gone",
  async ({ id, environment, fill }) => {
    const tree = temporaryTree();
    const all = { ...tree.environment, ...environment?.(tree) };
    await expectMadeAgain(id, tree, all, () => {
      // black remembers only what it looked at.
      tree.file("sample.py", "x = 1\n");
      return fill(tree, all);
    });
  },
);
