import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { cleanCaches } from "../../src/app/clean-caches.ts";
import { undo } from "../../src/app/undo.ts";
import { EVERYTHING, type CacheSelection } from "../../src/model/cache-selection.ts";
import type { AbsolutePath } from "../../src/model/path.ts";
import { serveFiles } from "../support/file-server.ts";
import { mustRun } from "../support/run.ts";
import { snapshot } from "../support/snapshot.ts";
import { temporaryTree } from "../support/temporary-tree.ts";
import { pythonOf } from "../support/tools.ts";
import { hostIn } from "../support/trees.ts";
import { removableNames } from "./look-at.ts";
import { contentsOf, theCache } from "./store-place.ts";

const FILL = join(import.meta.dirname, "rattler-cache.py");
const yes = { confirm: () => Promise.resolve(true), isMeasured: false };

/** rattler's usual cache, filled by rattler itself: `flint` is in an environment, that of `slate` is gone. */
async function filled() {
  const tree = temporaryTree();
  const host = { ...hostIn(tree.home, { ...tree.environment, PATH: "" }), currentDirectory: tree.path };
  const address = await serveFiles(tree.directory("channel"));
  const environment = { ...tree.environment, NO_PROXY: "127.0.0.1", no_proxy: "127.0.0.1" };
  const install = (...names: readonly string[]): Promise<string> =>
    mustRun(pythonOf("testing"), [FILL, tree.at("channel"), address, tree.at("envs"), ...names], {
      cwd: tree.path,
      environment,
    });
  await install("flint", "slate");
  rmSync(tree.at("envs/slate"), { recursive: true });
  const packages = (): string[] =>
    contentsOf(host, "pixi")
      .entries.filter(({ kind }) => kind === "package")
      .map(({ package: name, version, isUsed, frees }) => `${name} ${version} ${isUsed} ${frees > 8192}`)
      .toSorted();
  const clean = (selection: Partial<CacheSelection>, permanent = false) =>
    cleanCaches(
      host,
      { names: ["pixi"], chosen: null, named: [], permanent, selection: { ...EVERYTHING, ...selection } },
      yes,
    );
  return { tree, host, install, packages, clean, pkgs: join(tree.home, ".cache/rattler/cache/pkgs") };
}

test("packages by name, version and who may hold their files; single ones go, and rattler installs again", async () => {
  const { tree, host, install, packages, clean, pkgs } = await filled();
  expect(theCache(host, "pixi")).toMatchObject({ path: join(tree.home, ".cache/rattler/cache"), obstacles: [] });
  // What an environment still holds gives back nothing but its description.
  expect(packages()).toEqual(["flint 1.0 unknown true", "slate 1.0 no true"]);
  const result = await clean({ isUnused: true });
  expect(result.plan.steps).toMatchObject([
    { action: "trash", what: "slate 1.0 (package)", because: "pixi has no command for single packages" },
  ]);
  expect(packages()).toEqual(["flint 1.0 unknown true"]);
  await undo(host, null);
  expect(packages()).toHaveLength(2);
  const gone = await clean({ packages: ["fl*"] }, true);
  expect([gone.report?.outcomes.map(({ act }) => act), packages()]).toEqual([["delete"], ["slate 1.0 no true"]]);
  expect(readFileSync(tree.at("envs/flint/share/flint.txt"), "latin1")).toHaveLength(8192);
  rmSync(tree.at("envs/flint"), { recursive: true });
  await install("flint", "slate");
  for (const name of ["flint", "slate"]) {
    expect(readFileSync(tree.at(`envs/${name}/share/${name}.txt`), "latin1")).toHaveLength(8192);
    expect(existsSync(join(pkgs, `${name}-1.0-0/info/index.json`))).toBe(true);
  }
});

test("without pixi nothing goes as a whole, and the reason is said", async () => {
  const { host, pkgs } = await filled();
  const place = dirname(pkgs);
  expect(removableNames("pixi", place as AbsolutePath)).toEqual(
    expect.arrayContaining(["pkgs", expect.stringMatching(/^[0-9a-f]{8}\.json$/)]),
  );
  const before = snapshot(place);
  const { report, left } = await cleanCaches(host, { names: ["pixi"], chosen: null, named: [], permanent: true }, yes);
  expect([report, left.flatMap(({ reasons }) => reasons)]).toEqual([null, ["pixi is not on PATH"]]);
  expect(snapshot(place)).toEqual(before);
});

test("a package with a file that its own list does not name stays", async () => {
  const { clean, pkgs } = await filled();
  writeFileSync(join(pkgs, "slate-1.0-0/notes.txt"), "mine");
  const result = await clean({ packages: ["slate"] });
  expect([result.status, result.left[0]?.reasons]).toEqual([
    "nothing",
    [`${join(pkgs, "slate-1.0-0/notes.txt")} is nothing that pixi makes`],
  ]);
});
