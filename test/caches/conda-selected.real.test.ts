import { chmodSync, copyFileSync, existsSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { cleanCaches, type CleanCachesRequest, type CleanCachesResult } from "../../src/app/clean-caches.ts";
import { undo } from "../../src/app/undo.ts";
import { EVERYTHING, type CacheSelection } from "../../src/model/cache-selection.ts";
import type { AbsolutePath } from "../../src/model/path.ts";
import type { Host } from "../../src/system/host.ts";
import { list } from "../../src/system/files.ts";
import { mustRun } from "../support/run.ts";
import { snapshot } from "../support/snapshot.ts";
import { temporaryTree, type TemporaryTree } from "../support/temporary-tree.ts";
import { pythonOf } from "../support/tools.ts";
import { hostIn } from "../support/trees.ts";

const FILL = join(import.meta.dirname, "conda-store.py");
const STAND_IN = join(import.meta.dirname, "stand-ins/conda");
const TIME = 180_000;
const yes = { confirm: () => Promise.resolve(true), isMeasured: false };

interface Filled {
  readonly tree: TemporaryTree;
  readonly store: AbsolutePath;
  readonly host: Host;
}

/** A store that py-rattler filled; `conda` is the stand-in, or not there. */
async function filled(hasConda: boolean, prefix = "root/envs/science"): Promise<Filled> {
  const tree = temporaryTree();
  const store = tree.at("root/pkgs");
  await mustRun(pythonOf("testing"), [FILL, store, tree.at(prefix)], { environment: tree.environment });
  tree.directory("programs");
  if (hasConda) copyFileSync(STAND_IN, tree.at("programs/conda"));
  if (hasConda) chmodSync(tree.at("programs/conda"), 0o755);
  // What the filling script puts there to link a package to itself, the package's own list names as well.
  const listed = tree.at("root/pkgs/twice-1.0-0/info/files");
  writeFileSync(listed, `${readFileSync(listed, "utf8")}share/again.txt\n`);
  const environment = { ...tree.environment, CONDA_PKGS_DIRS: store, PATH: `${tree.at("programs")}:/usr/bin:/bin` };
  return { tree, store, host: { ...hostIn(tree.home, environment), currentDirectory: tree.path } };
}

function clean(
  { host }: Filled,
  selection: Partial<CacheSelection>,
  more: Partial<CleanCachesRequest> = {},
): Promise<CleanCachesResult> {
  const request = { names: ["conda"], chosen: null, named: [], permanent: false };
  return cleanCaches(host, { ...request, selection: { ...EVERYTHING, ...selection }, ...more }, yes);
}

const packages = ({ store }: Filled): string[] =>
  list(store)
    .filter((name) => name.endsWith("-1.0-0"))
    .toSorted();

test("unused packages that conda would take too go by conda's own command", { timeout: TIME }, async () => {
  const place = await filled(true);
  const environment = snapshot(place.tree.at("root/envs/science"));
  await mustRun("rm", ["-r", join(place.store, "twice-1.0-0")], { environment: {} });
  const result = await clean(place, { isUnused: true, kinds: ["package"] });
  expect(result.plan.steps).toMatchObject([
    { action: "owner", what: "1 unused package", takes: [join(place.store, "idle-1.0-0")] },
  ]);
  expect(result.report?.outcomes.map(({ result: what }) => what)).toEqual(["done"]);
  expect(packages(place)).toEqual(["used-1.0-0"]);
  expect(list(place.store).filter((name) => name.endsWith(".tar.bz2"))).toHaveLength(3);
  expect(snapshot(place.tree.at("root/envs/science"))).toEqual(environment);
});

test(
  "those that are linked to themselves conda would keep: our own steps take them, and undo brings them back",
  { timeout: TIME },
  async () => {
    const place = await filled(true);
    const environment = snapshot(place.tree.at("root/envs/science"));
    const before = snapshot(place.store, { timesOf: (name) => name !== "." });
    const result = await clean(place, { isUnused: true, kinds: ["package"] });
    expect(result.plan.steps.map(({ action, path }) => [action, path]).toSorted()).toEqual([
      ["trash", join(place.store, "idle-1.0-0")],
      ["trash", join(place.store, "twice-1.0-0")],
    ]);
    expect(result.left).toEqual([]);
    expect(packages(place)).toEqual(["used-1.0-0"]);
    expect(snapshot(place.tree.at("root/envs/science"))).toEqual(environment);
    await undo(place.host, null);
    expect(snapshot(place.store, { timesOf: (name) => name !== "." })).toEqual(before);
  },
);

test("by name and age, downloads and packages; what an environment uses stays", { timeout: TIME }, async () => {
  const place = await filled(false);
  const old = new Date(Date.now() - 100 * 86_400_000);
  for (const name of ["idle-1.0-0", "idle-1.0-0.tar.bz2"]) utimesSync(join(place.store, name), old, old);
  const result = await clean(place, { packages: ["idle", "twice"], olderThanMs: 90 * 86_400_000 }, { permanent: true });
  expect(result.report?.outcomes.map(({ act, path, result: what }) => [act, path, what]).toSorted()).toEqual([
    ["delete", join(place.store, "idle-1.0-0"), "done"],
    ["delete", join(place.store, "idle-1.0-0.tar.bz2"), "done"],
  ]);
  const named = await clean(place, { packages: ["used"], kinds: ["package"] });
  expect([named.status, named.left[0]?.isMissed, named.left[0]?.reasons]).toEqual([
    "nothing",
    false,
    ["1 package that environments use, or may use, stays"],
  ]);
  expect(packages(place)).toEqual(["twice-1.0-0", "used-1.0-0"]);
});

test("a package of an environment that nobody wrote down stays", { timeout: TIME }, async () => {
  const place = await filled(false, "elsewhere/env");
  const result = await clean(place, { isUnused: true, kinds: ["package"] });
  expect(result.report?.outcomes).toHaveLength(2);
  expect(packages(place)).toEqual(["used-1.0-0"]);
});

test("a package that holds more than its own list names stays", { timeout: TIME }, async () => {
  const place = await filled(false);
  const mine = place.tree.file("root/pkgs/idle-1.0-0/thesis.txt", "mine");
  const result = await clean(place, { packages: ["idle"], kinds: ["package"] });
  expect([result.status, result.left[0]?.reasons]).toEqual(["nothing", [`${mine} is nothing that conda makes`]]);
  expect(existsSync(mine)).toBe(true);
});
