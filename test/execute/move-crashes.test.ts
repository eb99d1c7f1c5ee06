import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { history } from "../../src/app/history.ts";
import { undo } from "../../src/app/undo.ts";
import { recoverNow } from "../../src/execute/recover-now.ts";
import { trashFor } from "../../src/execute/trash/trash-for.ts";
import type { AbsolutePath } from "../../src/model/path.ts";
import { cleanAll } from "../app/workspace.ts";
import { byTime, oldFile, withInterpreter } from "../bytecode/planted.ts";
import { memory } from "../support/memory-tree.ts";
import { lastingTree, type TemporaryTree } from "../support/temporary-tree.ts";
import { hostIn } from "../support/trees.ts";
import { crashProgram } from "./crash-program.ts";

const runChild = crashProgram();

const NAMES = ["a.cpython-399.pyc", "b.cpython-399.pyc"];

function plant(tree: TemporaryTree): Record<string, string> {
  oldFile(tree, "app/pyproject.toml", "");
  return Object.fromEntries(
    ["a", "b"].map((name) => {
      const source = oldFile(tree, `app/${name}.py`, `NAME = "${name}"\n`.repeat(name === "a" ? 1 : 3));
      const content = byTime(source);
      oldFile(tree, `app/__pycache__/${name}.cpython-399.pyc`, content);
      return [`${name}.cpython-399.pyc`, content.toString("latin1")];
    }),
  );
}

/** Names and contents in a directory; empty when it is not there. */
function contentsOf(directory: string): Record<string, string> {
  if (!existsSync(directory)) return {};
  const files = readdirSync(directory, { withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(files.map(({ name }) => [name, readFileSync(join(directory, name), "latin1")]));
}

test.each([
  ["one filesystem", "move"],
  ["two filesystems", "move"],
  ["two filesystems", "undo"],
])(
  "killed at any moment on %s in %s, every file is whole in its place or in the cache",
  { timeout: 900_000 },
  async (where, what) => {
    const moved = new Set<number>();
    for (let at = 1; ; at++) {
      const tree = lastingTree();
      const other = lastingTree(where === "one filesystem" ? undefined : memory());
      try {
        const contents = plant(tree);
        const prefix = other.at("cache");
        const environment = { ...withInterpreter(tree), PYTHONPYCACHEPREFIX: prefix };
        const host = hostIn(tree.home, environment);
        const [place, cache] = [tree.at("app/__pycache__"), `${prefix}${tree.at("app")}`];
        const setting = { home: tree.home, environment };
        if (what === "undo") {
          const into = prefix as AbsolutePath;
          await cleanAll({ tree, host, root: tree.path }, { bytecode: "move", into }, { isMeasured: false });
        }
        if (runChild(setting, what, tree.path, at) !== null) {
          expect(at).toBeGreaterThan(what === "undo" || where === "two filesystems" ? 20 : 12);
          break;
        }
        const whole = { ...contentsOf(cache), ...contentsOf(place) };
        for (const name of NAMES) expect(whole[name], `at ${at}`).toBe(contents[name]);

        await recoverNow(host, trashFor(host), {});
        const [here, there] = [contentsOf(place), contentsOf(cache)];
        // Each in one place, and nothing of ours beside it.
        expect([...Object.keys(here), ...Object.keys(there)].toSorted(), `at ${at}`).toEqual(NAMES);
        expect({ ...here, ...there }, `at ${at}`).toEqual(contents);
        moved.add(Object.keys(there).length);
        if (what === "move" && existsSync(place) && Object.keys(there).length === 0)
          expect(existsSync(prefix), `at ${at}`).toBe(false);
        const told = history(host).flatMap(({ items }) => items.map((item) => item.where));
        expect(told, `at ${at}`).not.toContain("unknown");
        if (Object.keys(there).length > 0) await undo(host, null);
        expect(contentsOf(place), `at ${at}`).toEqual(contents);
        expect(existsSync(cache), `at ${at}`).toBe(false);
      } finally {
        tree.remove();
        other.remove();
      }
    }
    expect(moved.size).toBeGreaterThan(1);
  },
);
