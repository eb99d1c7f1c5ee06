import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { conda } from "../../src/caches/conda.ts";
import type { AbsolutePath } from "../../src/model/path.ts";
import { mustRun } from "../support/run.ts";
import { temporaryTree, type TemporaryTree } from "../support/temporary-tree.ts";
import { pythonOf } from "../support/tools.ts";
import { hostIn } from "../support/trees.ts";
import { cacheAt, contentsOfStore, placeOf, storeNamed } from "./look-at.ts";

const FILL = join(import.meta.dirname, "conda-store.py");
const STAND_IN = join(import.meta.dirname, "stand-ins/conda");

/** A store that py-rattler filled, below a root prefix as conda has it. */
async function filled(tree: TemporaryTree, prefix = "root/envs/science"): Promise<AbsolutePath> {
  await mustRun(pythonOf("testing"), [FILL, tree.at("root/pkgs"), tree.at(prefix)], { environment: tree.environment });
  return tree.at("root/pkgs");
}

const hostOf = (tree: TemporaryTree, environment: Readonly<Record<string, string>> = {}) =>
  hostIn(tree.home, environment);
const packages = (tree: TemporaryTree, store: AbsolutePath) =>
  Object.fromEntries(
    contentsOfStore("conda", store, hostOf(tree))
      .entries.filter(({ kind }) => kind === "package")
      .map((entry) => [entry.name, [entry.isUsed, entry.usedBy, entry.frees > 0]]),
  );

test("packages are shown with the environments that hold their files", async () => {
  const tree = temporaryTree();
  const store = await filled(tree);
  expect(packages(tree, store)).toEqual({
    "used-1.0-0": ["yes", [tree.at("root/envs/science")], true],
    "idle-1.0-0": ["no", [], true],
    "twice-1.0-0": ["no", [], true],
  });
  const { entries, remarks, problems } = contentsOfStore("conda", store, hostOf(tree));
  expect(entries.find(({ name }) => name === "used-1.0-0")).toMatchObject({
    package: "used",
    version: "1.0",
    kind: "package",
  });
  // Of the used package its `info` goes; the file that the environment holds too does not.
  const [used, idle] = ["used-1.0-0", "idle-1.0-0"].map((name) => entries.find((entry) => entry.name === name)!);
  expect([idle!.frees - used!.frees, idle!.allocated - used!.allocated]).toEqual([8192, 0]);
  expect(
    entries
      .filter(({ kind }) => kind === "download")
      .map(({ name }) => name)
      .toSorted(),
  ).toEqual(["idle-1.0-0.tar.bz2", "twice-1.0-0.tar.bz2", "used-1.0-0.tar.bz2"]);
  expect(remarks).toEqual([
    "1 package that nobody uses has files linked to one another, and conda clean keeps such packages",
  ]);
  expect(problems).toEqual([]);
});

test("an environment that nobody wrote down leaves its packages in doubt", async () => {
  const tree = temporaryTree();
  const store = await filled(tree, "elsewhere/env");
  expect(packages(tree, store)["used-1.0-0"]).toEqual(["unknown", [], true]);
  mkdirSync(join(tree.home, ".conda"));
  writeFileSync(join(tree.home, ".conda/environments.txt"), `${tree.at("gone")}\n${tree.at("elsewhere/env")}\n`);
  expect(packages(tree, store)["used-1.0-0"]).toEqual(["yes", [tree.at("elsewhere/env")], true]);
});

test("what conda clean would remove is what the stand-in for conda removes", async () => {
  const tree = temporaryTree();
  const store = await filled(tree);
  const cache = cacheAt("conda", store, hostOf(tree));
  expect(cache.obstacles).toEqual([]);
  expect(conda.judge!(placeOf(store, hostOf(tree))).goes).toEqual([join(store, "idle-1.0-0")]);
  const { owner } = storeNamed("conda");
  const environment = Object.entries(owner!.environment!).map(([name, value]) => [
    name,
    value.replace("{path}", store),
  ]);
  await mustRun(STAND_IN, [...owner!.arguments, ...owner!.place, ...owner!.quietly], {
    environment: { ...tree.environment, ...Object.fromEntries(environment) },
  });
  const goneParts = cache.parts.flatMap(({ id, entries }) => (id === "packages" || id === "marks" ? [] : entries));
  expect(goneParts.toSorted()).toEqual([
    ".logs",
    "cache",
    "idle-1.0-0.tar.bz2",
    "twice-1.0-0.tar.bz2",
    "used-1.0-0.tar.bz2",
  ]);
  expect(
    readdirSync(store)
      .filter((name) => !name.endsWith(".lock"))
      .toSorted(),
  ).toEqual([".logs", "twice-1.0-0", "urls.txt", "used-1.0-0"]);
  expect(readdirSync(join(store, ".logs"))).toEqual([]);
  expect(readFileSync(tree.at("root/envs/science/share/used.txt"), "latin1")).toHaveLength(8192);
});

test("an environment made of links into the store is in the way", async () => {
  const tree = temporaryTree();
  const store = await filled(tree);
  const file = tree.at("root/envs/science/share/used.txt");
  // As `always_softlink` leaves it: the files are links, and the record says so.
  rmSync(file);
  symlinkSync(join(store, "used-1.0-0/share/used.txt"), file);
  const sentence = `${tree.at("root/envs/science")} is made of links into it, which cleaning would break`;
  expect(cacheAt("conda", store, hostOf(tree))).toMatchObject({ obstacles: [sentence], removable: { allocated: 0 } });
  const record = tree.at("root/envs/science/conda-meta/used-1.0-0.json");
  writeFileSync(record, readFileSync(record, "utf8").replace(/"type":\s*1/, '"type": 2'));
  renameSync(file, `${file}.away`);
  expect(cacheAt("conda", store, hostOf(tree)).obstacles).toEqual([sentence]);
  expect(packages(tree, store)["used-1.0-0"]).toEqual(["yes", [tree.at("root/envs/science")], true]);
  // Links into another store are none of this one's business.
  writeFileSync(record, readFileSync(record, "utf8").replaceAll(store, tree.at("other/pkgs")));
  expect(cacheAt("conda", store, hostOf(tree)).obstacles).toEqual([]);
});
