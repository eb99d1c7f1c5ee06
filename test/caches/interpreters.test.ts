import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { cleanCaches } from "../../src/app/clean-caches.ts";
import { inspectCache, surveyCaches } from "../../src/app/caches.ts";
import { snapshot } from "../support/snapshot.ts";
import { temporaryTree } from "../support/temporary-tree.ts";
import { machinePython } from "../support/tools.ts";
import { hostIn, plant } from "../support/trees.ts";

test.each([
  ["uv-python", ".local/share/uv/python", ["cpython-3.12.1-linux-x86_64-gnu", "pypy-3.10.14-linux-x86_64-gnu"]],
  ["rye", ".rye/py", ["cpython@3.12.1", "pypy@3.10.14"]],
  ["asdf", ".asdf/installs/python", ["3.12.1", "pypy3.10-7.3.17"]],
  ["mise", ".local/share/mise/installs/python", ["3.12.1", "3.13.0"]],
])("interpreters of %s are shown with who uses them, and stay whatever is asked", async (store, below, versions) => {
  const tree = temporaryTree();
  const place = join(tree.home, below);
  for (const version of versions) {
    mkdirSync(join(place, version, "bin"), { recursive: true });
    symlinkSync(machinePython(), join(place, version, "bin/python3"));
  }
  plant(tree.at("work/.venv"), { "pyvenv.cfg": `home = ${place}/${versions[0]}/bin\nversion = 3.12.1\n` });
  const host = { ...hostIn(tree.home, tree.environment), currentDirectory: tree.directory("work/src") };
  const { list, surveyed } = surveyCaches(host, [store]);
  expect(list.caches).toMatchObject([{ path: place, safety: "data", removable: { allocated: 0 }, command: null }]);
  expect(list.totals).toEqual({ caches: 0, allocated: 0, frees: 0, freesUpTo: 0 });
  const told = inspectCache(host, surveyed[0]!)!.entries.map(({ name, isUsed, usedBy }) => [name, isUsed, usedBy]);
  expect(told.toSorted()).toEqual([
    [versions[0], "yes", [tree.at("work/.venv")]],
    [versions[1], "unknown", []],
  ]);
  const before = snapshot(place);
  const request = { names: [store], chosen: null, named: [list.caches[0]!.id], permanent: true };
  const result = await cleanCaches(host, request, { confirm: () => Promise.resolve(true), isMeasured: false });
  expect([result.status, result.left[0]?.reasons]).toEqual(["nothing", ["nothing in it can be got back"]]);
  expect(snapshot(place)).toEqual(before);
});

test("a directory of other names is not uv's, nor rye's", () => {
  const tree = temporaryTree();
  tree.file("python/notes/bin/python3", "mine");
  const environment = { ...tree.environment, UV_PYTHON_INSTALL_DIR: tree.at("python"), RYE_HOME: tree.path };
  const { caches, problems } = surveyCaches(hostIn(tree.home, environment), ["uv-python", "rye"]).list;
  expect([caches, problems.map(({ path }) => path)]).toEqual([[], [tree.at("python")]]);
});
