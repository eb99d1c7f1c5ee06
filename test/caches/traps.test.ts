import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { cleanCaches } from "../../src/app/clean-caches.ts";
import { surveyCaches } from "../../src/app/caches.ts";
import { everyStore } from "../../src/catalog/every-store.ts";
import { isWithin } from "../../src/model/path.ts";
import type { Locator, Store } from "../../src/model/store.ts";
import { mount } from "../support/mount.ts";
import { snapshot } from "../support/snapshot.ts";
import { temporaryTree } from "../support/temporary-tree.ts";
import { hostIn, plant } from "../support/trees.ts";
import { theCache } from "./store-place.ts";
import { IS_ROOT } from "../support/expectation.ts";

const yes = { confirm: () => Promise.resolve(true), isMeasured: false };

/** Variables that may move a store, those that name a file of settings left out. */
function variablesOf({ locations }: Store): string[] {
  const named = locations.flatMap((locator: Locator) => ("variable" in locator ? [locator.variable] : []));
  return [...new Set(named)];
}

/** Somebody's work, with names that stores have too. */
const PROJECT = {
  "pyproject.toml": '[project]\nname = "mine"\n',
  "src/app.py": "print()\n",
  "cache/results.json": "{}",
  "models/own.pt": "weights",
  "checkpoints/run-1.pt": "weights",
  "artifacts/report.pdf": "mine",
  "data/corpora/own.txt": "mine",
  "downloads/paper.pdf": "mine",
  "versions/1.0/notes.txt": "mine",
  "wheels/notes.txt": "mine",
  "hub/readme.md": "mine",
};

describe.each(everyStore.filter((store) => variablesOf(store).length > 0))("$id", (store) => {
  test("a variable that points at / or at a project makes nothing of it removable, and an empty one is unset", async () => {
    const tree = temporaryTree();
    plant(tree.path, PROJECT);
    const before = snapshot(tree.path);
    for (const name of variablesOf(store)) {
      for (const value of ["/", tree.path, `${tree.path}/`, ""]) {
        const environment = { ...tree.environment, [name]: value };
        const host = { ...hostIn(tree.home, environment), currentDirectory: tree.home };
        const found = surveyCaches(host, [store.id]).list.caches.filter(
          ({ path, obstacles }) => obstacles.length === 0 && (path === "/" || isWithin(path, tree.path)),
        );
        expect([name, value, found.map(({ path }) => path)]).toEqual([name, value, []]);
        const named = surveyCaches(host, [store.id]).list.caches.map(({ id }) => id);
        const request = { names: [store.id], chosen: null, named, permanent: true };
        const { plan } = await cleanCaches(host, request, { ...yes, planOnly: true });
        expect(plan.steps.filter(({ path }) => path === "/" || isWithin(path, tree.path))).toEqual([]);
      }
    }
    expect(snapshot(tree.path)).toEqual(before);
  });
});

test.each([
  ["pip", "PIP_CACHE_DIR", "wheels/own-1.0-py3-none-any.whl"],
  ["nltk", "NLTK_DATA", "models/own.bin"],
])("a name alone is no proof: %s does not believe %s with nothing but %s", (store, name, file) => {
  const tree = temporaryTree();
  tree.file(`mine/${file}`, "mine");
  const { caches, problems } = surveyCaches(hostIn(tree.home, { ...tree.environment, [name]: tree.at("mine") }), [
    store,
  ]).list;
  expect([caches, problems.map(({ path, code }) => [path, code])]).toEqual([[], [[tree.at("mine"), "EINVAL"]]]);
});

test("no command of ours names an environment: `conda remove -n NAME` has hit another prefix", () => {
  for (const { id, owner } of everyStore) {
    if (!owner) continue;
    const words = [...owner.arguments, ...owner.place, ...owner.quietly];
    expect([id, words.filter((word) => /^(-n|--name|-p|--prefix|remove|uninstall|env)$/.test(word))]).toEqual([
      id,
      id === "playwright" ? ["uninstall"] : [],
    ]);
    // A place is an option's value or a variable, whole or by its parent, and it is always absolute.
    const told = [...owner.place, ...Object.values(owner.environment ?? {})].filter((text) => text.includes("{"));
    expect([id, told.filter((text) => !/^(--[\w-]+=)?\{path\}(\/\.\.)?$/.test(text))]).toEqual([id, []]);
  }
  expect(everyStore.find(({ id }) => id === "conda")!.owner!.arguments[0]).toBe("clean");
});

test.runIf(IS_ROOT)("another file system that is mounted in a cache keeps the cache", async () => {
  const tree = temporaryTree();
  tree.file("pip/http-v2/a/b/c/d/e/x", "x".repeat(20_000));
  mkdirSync(tree.at("pip/wheels/mounted"), { recursive: true });
  mount(["-t", "tmpfs", "tmpfs"], tree.at("pip/wheels/mounted"));
  plant(tree.at("pip/wheels/mounted"), { "thesis.txt": "mine" });
  const host = {
    ...hostIn(tree.home, { ...tree.environment, PIP_CACHE_DIR: tree.at("pip") }),
    currentDirectory: tree.home,
  };
  const sentence = `another file system is mounted inside, at ${tree.at("pip/wheels/mounted")}`;
  expect(theCache(host, "pip")).toMatchObject({ obstacles: [sentence], removable: { allocated: 0 } });
  const before = snapshot(tree.at("pip"));
  const request = { names: ["pip"], chosen: null, named: [], permanent: true };
  expect((await cleanCaches(host, request, yes)).status).toBe("nothing");
  expect(snapshot(tree.at("pip"))).toEqual(before);
});

test.runIf(IS_ROOT)(
  "a cache that lies on another file system goes to that one's trash, and is never copied",
  async () => {
    const tree = temporaryTree();
    tree.directory("disk");
    mount(["-t", "tmpfs", "tmpfs"], tree.at("disk"));
    const version = tree.at("disk/black/26.10.1");
    plant(version, { "cache.-.88.1.pickle": "x".repeat(9_000) });
    const host = {
      ...hostIn(tree.home, { ...tree.environment, BLACK_CACHE_DIR: tree.at("disk/black") }),
      currentDirectory: tree.home,
    };
    const request = { names: ["black"], chosen: null, named: [], permanent: false };
    const { report } = await cleanCaches(host, request, yes);
    expect(report?.outcomes.map(({ act, result }) => [act, result])).toEqual([["trash", "done"]]);
    const trash = tree.at(`disk/.Trash-${process.getuid?.()}/files`);
    expect(Object.keys(snapshot(join(trash, "26.10.1")))).toContain("cache.-.88.1.pickle");
  },
);
