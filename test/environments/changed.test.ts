import { utimesSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { AbsolutePath } from "../../src/model/path.ts";
import { temporaryTree } from "../support/temporary-tree.ts";
import { plant } from "../support/trees.ts";
import { contentsOf, distribution, environment, SITE } from "./contents-of.ts";

const HOUR_S = 3600;

/** An environment that was made a day ago, with files that were touched so many seconds after that. */
function made(touched: Readonly<Record<string, number>> = {}): AbsolutePath {
  const tree = temporaryTree();
  const files = environment(distribution("demo", "1.0", { "demo/__init__.py": "", "demo/core.py": "VALUE = 1\n" }));
  plant(tree.path, files);
  const then = Date.now() / 1000 - 24 * HOUR_S;
  for (const name of Object.keys(files)) utimesSync(tree.at(name), then, then + (touched[name] ?? 0));
  return tree.path;
}

describe("what somebody has changed in an environment does not come back with its packages", () => {
  test("nothing was changed", () => {
    expect(contentsOf(made())).toMatchObject({ safety: "low", facts: { notRestorable: [] } });
  });

  test("a module of a package", () => {
    const { safety, facts } = contentsOf(made({ [`${SITE}/demo/core.py`]: HOUR_S }));
    expect([safety, facts.notRestorable]).toEqual([
      "medium",
      [`1 file has been changed since it was installed: ${SITE}/demo/core.py`],
    ]);
  });

  test("the script that activates it, where people keep their variables", () => {
    const { safety, facts } = contentsOf(made({ "bin/activate": HOUR_S }));
    expect([safety, facts.notRestorable]).toEqual([
      "medium",
      ["1 file has been changed since it was installed: bin/activate"],
    ]);
  });

  test("not what an installation takes its time for, nor bytecode, nor what says how it was installed", () => {
    const quick = { [`${SITE}/demo/core.py`]: 300, "bin/activate": 300 };
    expect(contentsOf(made(quick)).safety).toBe("low");
    const info = `${SITE}/demo-1.0.dist-info`;
    expect(contentsOf(made({ [`${info}/INSTALLER`]: HOUR_S })).safety).toBe("low");
    const compiled = made();
    plant(compiled, { [`${SITE}/demo/__pycache__/core.cpython-311.pyc`]: "" });
    expect(contentsOf(compiled).safety).toBe("low");
  });
});
