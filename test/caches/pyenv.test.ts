import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { cleanCaches } from "../../src/app/clean-caches.ts";
import { inspectCache, surveyCaches } from "../../src/app/caches.ts";
import { snapshot } from "../support/snapshot.ts";
import { temporaryTree } from "../support/temporary-tree.ts";
import { machinePython } from "../support/tools.ts";
import { hostIn } from "../support/trees.ts";

const yes = { confirm: () => Promise.resolve(true), isMeasured: false };
const request = { names: ["pyenv", "pyenv-versions"], chosen: null, named: [], permanent: true };

test("sources go; interpreters are shown with who uses them and stay; strangers block", async () => {
  const tree = temporaryTree();
  const root = join(tree.home, ".pyenv");
  for (const version of ["3.11.7", "3.12.1"]) {
    mkdirSync(join(root, "versions", version, "bin"), { recursive: true });
    symlinkSync(machinePython(), join(root, "versions", version, "bin/python"));
  }
  symlinkSync("3.12.1", join(root, "versions/3.12"));
  mkdirSync(join(root, "cache"));
  writeFileSync(join(root, "cache/Python-3.11.7.tar.xz"), "x".repeat(50_000));
  writeFileSync(join(root, "cache/pypy3.10-v7.3.17-linux64.tar.bz2"), "x".repeat(9_000));
  // A real environment made from the first of them.
  const environment = join(tree.home, ".virtualenvs/used");
  execFileSync(machinePython(), ["-m", "venv", "--without-pip", environment]);
  writeFileSync(join(environment, "pyvenv.cfg"), `home = ${root}/versions/3.11.7/bin\nversion = 3.11.7\n`);
  const host = { ...hostIn(tree.home, tree.environment), currentDirectory: tree.path };

  const { surveyed } = surveyCaches(host, ["pyenv-versions"]);
  expect(surveyed.map(({ cache }) => [cache.safety, cache.removable.frees])).toEqual([["data", 0]]);
  const told = inspectCache(host, surveyed[0]!)!.entries.map(({ name, isUsed, usedBy, safety }) => [
    name,
    isUsed,
    usedBy,
    safety,
  ]);
  expect(told.toSorted()).toEqual([
    ["3.11.7", "yes", [environment], "data"],
    ["3.12.1", "unknown", [], "data"],
  ]);

  const versions = snapshot(join(root, "versions"));
  writeFileSync(join(root, "cache/thesis.txt"), "mine");
  await cleanCaches(host, request, yes);
  expect(existsSync(join(root, "cache/Python-3.11.7.tar.xz"))).toBe(true);
  execFileSync("rm", [join(root, "cache/thesis.txt")]);
  const sources = surveyCaches(host, ["pyenv"]).surveyed[0]!;
  expect(inspectCache(host, sources)!.entries.map(({ name, version }) => [name, version])).toEqual([
    ["Python-3.11.7.tar.xz", "3.11.7"],
    ["pypy3.10-v7.3.17-linux64.tar.bz2", "3.10"],
  ]);
  await cleanCaches(host, request, yes);
  expect(existsSync(join(root, "cache/Python-3.11.7.tar.xz"))).toBe(false);
  expect(snapshot(join(root, "versions"))).toEqual(versions);
});

test("a directory of archives is not pyenv's", () => {
  const tree = temporaryTree();
  tree.file("look-alike/backup-2024.tar.gz", "mine");
  const host = {
    ...hostIn(tree.home, { ...tree.environment, PYTHON_BUILD_CACHE_PATH: tree.at("look-alike") }),
    currentDirectory: tree.path,
  };
  const { caches, problems } = surveyCaches(host, ["pyenv"]).list;
  expect(caches).toEqual([]);
  expect(problems).toMatchObject([{ path: tree.at("look-alike"), code: "EINVAL" }]);
});
