import { readdirSync, utimesSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { inspectorOf } from "../../src/caches/registry.ts";
import { join, type AbsolutePath } from "../../src/model/path.ts";
import { temporaryTree } from "../support/temporary-tree.ts";
import { makeOld, plant } from "../support/trees.ts";
import { cacheAt, contentsOfStore, located, lookAt, removableNames } from "./look-at.ts";
import { CASES as OLDER, WINDOWS } from "./plain-cases.ts";
import { TOOL_CASES } from "./tool-cases.ts";

const CASES = { ...OLDER, ...TOOL_CASES };
/** Stores of things that may be in use on the day they are made. */
const OF_OTHER_DAYS = new Set(["ansible-tmp", "wandb-staging"]);

/** Stores that are known by the name of their directory too. */
const NAMES: Readonly<Record<string, string>> = {
  keras: ".keras",
  "wandb-staging": "staging",
  ipython: "profile_default/db",
  "huggingface-assets": "huggingface/assets",
};

describe.each(Object.entries(CASES))(
  "%s",
  (id, { made, goes, safety, mine, lookAlike, linux, darwin, win32, moved }) => {
    const nameOfStore = NAMES[id] ?? "cache";
    const age = (path: AbsolutePath): void => {
      if (OF_OTHER_DAYS.has(id)) for (const name of readdirSync(path)) makeOld(join(path, name));
    };

    test("it is found, and what goes is known", () => {
      const tree = temporaryTree();
      const path = tree.directory(nameOfStore);
      plant(path, made);
      age(path);
      expect(cacheAt(id, path)).toMatchObject({ store: id, safety, obstacles: [] });
      expect(removableNames(id, path).toSorted()).toEqual(goes);
      expect(
        contentsOfStore(id, path)
          .entries.map(({ name }) => name)
          .toSorted(),
      ).toEqual(goes);
      expect(goes.map((name) => inspectorOf(id)!.whyNotUnderstood!(join(path, name)))).toEqual(goes.map(() => null));
    });

    test("a file of the user's keeps what holds it", () => {
      const tree = temporaryTree();
      const path = tree.directory(nameOfStore);
      plant(path, { ...made, [mine]: "mine" });
      age(path);
      const top = mine.split("/")[0]!;
      if (mine.includes("/")) {
        const name = mine.replace(/\.git\/.*/, ".git/HEAD");
        expect(inspectorOf(id)!.whyNotUnderstood!(join(path, top))).toBe(
          `${join(path, name)} is nothing that ${cacheAt(id, path).tool} makes`,
        );
      } else
        expect(cacheAt(id, path).obstacles).toEqual([
          `it holds what is not known to be ${cacheAt(id, path).tool}'s: ${mine}`,
        ]);
    });

    test("what only looks like it is not believed", () => {
      const tree = temporaryTree();
      const path = tree.directory("cache");
      plant(path, lookAlike);
      expect(lookAt(id, path)).toMatch(/^the test names it, but nothing in it is known to be /);
    });

    test("it is looked for where the tool looks", () => {
      const user = { USER: "me" };
      expect(located(id, "linux", user)).toEqual(linux);
      expect(located(id, "darwin", user)).toEqual(darwin);
      expect(located(id, "win32", WINDOWS)).toEqual(win32);
      const emptied = Object.fromEntries(
        Object.keys(moved?.[0] ?? {})
          .filter((name) => name !== "USER")
          .map((name) => [name, ""]),
      );
      if (moved)
        expect([
          located(id, "linux", { ...user, ...moved[0] })[0],
          located(id, "linux", { ...user, ...emptied }),
        ]).toEqual([moved[1], linux]);
    });
  },
);

test("matplotlib's directory as a whole never goes, nor keras.json", () => {
  const tree = temporaryTree();
  plant(tree.directory(".matplotlib"), CASES["matplotlib"]!.made);
  const cache = cacheAt("matplotlib", tree.at(".matplotlib"));
  expect(cache.parts.find(({ id }) => id === "settings")).toMatchObject({
    entries: ["matplotlibrc", "stylelib"],
    safety: "data",
    removable: { allocated: 0 },
  });
  expect(located("matplotlib", "win32", WINDOWS, ["C:/Users/me/.matplotlib"])).toEqual([
    "C:/Users/me/.matplotlib",
    "C:/L/matplotlib",
  ]);
  plant(tree.directory(".keras"), CASES["keras"]!.made);
  expect(cacheAt("keras", tree.at(".keras")).parts.find(({ id }) => id === "settings")?.entries).toEqual([
    "keras.json",
  ]);
});

test("ansible's own settings say where it lies, its variables before them", () => {
  const texts = {
    "/home/me/.ansible.cfg": "[defaults]\nhome = ~/h\n",
    "/etc/ansible/ansible.cfg": "[defaults]\nlocal_tmp=/l\n",
  };
  expect(located("ansible-tmp", "linux", {}, [], texts)).toEqual(["/l", "/home/me/h/tmp", "/home/me/.ansible/tmp"]);
  expect(located("ansible-tmp", "linux", { ANSIBLE_LOCAL_TEMP: "/v" }, [], texts)[0]).toBe("/v");
});

test("a run of ansible from today is in the way, and one with a file of today", () => {
  const tree = temporaryTree();
  const run = tree.directory("tmp/ansible-local-1");
  const says = `${run} is of the last day, and a run may still need it`;
  expect(cacheAt("ansible-tmp", tree.at("tmp")).obstacles).toEqual([says]);
  tree.file("tmp/ansible-local-1/deeper/x");
  utimesSync(tree.at("tmp/ansible-local-1/deeper"), 0, 0);
  utimesSync(run, 0, 0);
  expect(cacheAt("ansible-tmp", tree.at("tmp")).obstacles).toEqual([says]);
  makeOld(run);
  expect(cacheAt("ansible-tmp", tree.at("tmp")).obstacles).toEqual([]);
});
