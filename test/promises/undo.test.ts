import { chmodSync, linkSync, readFileSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { namesIn, plantProject } from "../app/workspace.ts";
import { pyshedIn, trashFiles } from "../cli/cleaning.ts";
import { setExtendedAttribute } from "../support/extended-attributes.ts";
import { snapshot } from "../support/snapshot.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

/** Promise 5: what goes to the trash comes back byte for byte, until it is purged. */

const OWN_TIMES_ONLY = { timesOf: (name: string) => !/^\.$|^a$|^odd$|^odd\/new\nline$/.test(name) };

test("content, modes, times, attributes, links and odd names come back as they were", async () => {
  const tree = temporaryTree();
  plantProject(tree.at("a"));
  plantProject(tree.at("odd", "new\nline"));
  const environment = tree.at("a/.venv");
  symlinkSync("python", join(environment, "bin/python3"));
  symlinkSync("/nowhere", tree.at("a/.mypy_cache/3.11/broken"));
  linkSync(join(environment, "pyvenv.cfg"), join(environment, "lib/python3.11/site-packages/demo/linked.py"));
  linkSync(join(environment, "bin/python"), tree.at("a/outside-link"));
  writeFileSync(Buffer.concat([Buffer.from(`${tree.at("a/.mypy_cache/3.11")}/caf`), Buffer.of(0xe9)]), "not UTF-8");
  writeFileSync(tree.at("a/.mypy_cache/3.11/sparse"), "");
  chmodSync(join(environment, "lib"), 0o2750);
  setExtendedAttribute(join(environment, "pyvenv.cfg"), "user.note", "kept");
  utimesSync(join(environment, "bin/python"), 1_000_000_000.123, 1_000_000_000.123);
  const before = snapshot(tree.path, OWN_TIMES_ONLY);
  expect((await pyshedIn(tree, "clean", "--pick", "a/.venv", "--pick", "a/.mypy_cache", "--yes")).code).toBe(0);
  expect((await pyshedIn(tree, "clean", "--yes")).code).toBe(0);
  expect(namesIn(tree.at("a"))).toEqual(["app.py", "docs", "env", "outside-link", "pyproject.toml"]);
  const { stdout } = await pyshedIn(tree, "history", "--json");
  const { runs } = JSON.parse(stdout) as { readonly runs: readonly { readonly run: string }[] };
  expect(runs).toHaveLength(2);
  for (const { run } of runs) expect((await pyshedIn(tree, "undo", run)).code).toBe(0);
  expect(snapshot(tree.path, OWN_TIMES_ONLY)).toEqual(before);
  expect(namesIn(trashFiles(tree))).toEqual([]);
});

test("a purge is the end of it, and says so", async () => {
  const tree = temporaryTree();
  plantProject(tree.at("a"));
  await pyshedIn(tree, "clean", "--yes");
  expect((await pyshedIn(tree, "purge", "--yes")).code).toBe(0);
  const { code, stderr } = await pyshedIn(tree, "undo");
  expect([code, stderr]).toEqual([3, expect.stringMatching(/^error: of the run .* nothing is left in the trash\n/)]);
});

test("each environment leaves a list from which its packages can be installed again", async () => {
  const tree = temporaryTree();
  plantProject(tree.at("a"));
  await pyshedIn(tree, "clean", "--yes");
  const { stdout } = await pyshedIn(tree, "history", "--json");
  const { runs } = JSON.parse(stdout) as {
    readonly runs: readonly { readonly items: readonly { readonly path: string; readonly pins: string | null }[] }[];
  };
  const pins = runs[0]!.items.find(({ path }) => path === tree.at("a/.venv"))!.pins;
  expect(readFileSync(pins!, "utf8")).toBe("demo==1.0\n");
});
