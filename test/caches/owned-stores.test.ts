import { symlinkSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { temporaryTree } from "../support/temporary-tree.ts";
import { plant } from "../support/trees.ts";
import { cacheAt, located, lookAt, removableNames, storeNamed } from "./look-at.ts";

interface Case {
  readonly made: Readonly<Record<string, string | null>>;
  readonly goes: readonly string[];
  /** What its owner would be told, and the variables it would get. */
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly lookAlike: Readonly<Record<string, string | null>>;
  readonly linux: readonly string[];
  readonly darwin: readonly string[];
  readonly win32: readonly string[];
  readonly moved: readonly [Readonly<Record<string, string>>, string];
}

const WINDOWS = { LOCALAPPDATA: "C:\\L" };

const CASES: Readonly<Record<string, Case>> = {
  ccache: {
    made: { "0/a/xyzR": "x", "0/stats": "", "f/CACHEDIR.TAG": "", "ccache.conf": "max_size = 5G\n", tmp: null },
    goes: ["0", "f"],
    command: ["ccache", "--clear", "--dir", "{path}"],
    environment: {},
    lookAlike: { "0/notes.txt": "", "ccache.conf": "" },
    linux: ["/home/me/.cache/ccache"],
    darwin: ["/Users/me/Library/Caches/ccache"],
    win32: ["C:/L/ccache"],
    moved: [{ CCACHE_DIR: "/c", XDG_CACHE_HOME: "/x" }, "/c"],
  },
  playwright: {
    made: {
      "chromium-1200/INSTALLATION_COMPLETE": "",
      "chromium_headless_shell-1200/INSTALLATION_COMPLETE": "",
      "webkit_mac10.14_special-1446/INSTALLATION_COMPLETE": "",
      ".links/abc": "/p",
    },
    goes: [".links", "chromium-1200", "chromium_headless_shell-1200", "webkit_mac10.14_special-1446"],
    command: ["playwright", "uninstall", "--all"],
    environment: { PLAYWRIGHT_BROWSERS_PATH: "{path}" },
    lookAlike: { "chromium-1200/src/main.cc": "" },
    linux: ["/home/me/.cache/ms-playwright"],
    darwin: ["/Users/me/Library/Caches/ms-playwright"],
    win32: ["C:/L/ms-playwright", "C:/Users/me/AppData/Local/ms-playwright"],
    moved: [{ PLAYWRIGHT_BROWSERS_PATH: "/b" }, "/b"],
  },
  wandb: {
    made: { "obj/md5/ab/cd": "x", "tmp/x": "" },
    goes: ["obj"],
    command: ["wandb", "artifact", "cache", "cleanup", "0GB"],
    environment: { WANDB_CACHE_DIR: "{path}/..", WANDB_SILENT: "true", WANDB_MODE: "offline" },
    lookAlike: { "obj/main.o": "" },
    linux: ["/home/me/.cache/wandb/artifacts"],
    darwin: ["/Users/me/Library/Caches/wandb/artifacts"],
    win32: ["C:/L/wandb/wandb/Cache/artifacts", "C:/Users/me/AppData/Local/wandb/wandb/Cache/artifacts"],
    moved: [{ WANDB_CACHE_DIR: "/w" }, "/w/artifacts"],
  },
  pixi: {
    made: {
      "pkgs/a-1.0-0/info/index.json": "{}",
      "repodata/497deca9.json": "{}",
      "e243d9e1.info.json": "{}",
      "uv-cache/.lock": "",
      "CACHEDIR.TAG": "",
    },
    goes: ["CACHEDIR.TAG", "e243d9e1.info.json", "pkgs", "repodata", "uv-cache"],
    command: ["pixi", "clean", "cache", "--yes", "--quiet", "--no-progress", "--color", "never"],
    environment: { PIXI_CACHE_DIR: "{path}" },
    lookAlike: { "pkgs/mine/index.json": "{}", "envs/default/x": "", "config.toml": "" },
    linux: ["/home/me/.cache/rattler/cache"],
    darwin: ["/Users/me/Library/Caches/rattler/cache"],
    win32: ["C:/L/rattler/cache"],
    moved: [{ PIXI_CACHE_DIR: "/p", RATTLER_CACHE_DIR: "/r" }, "/p"],
  },
};

describe.each(Object.entries(CASES))(
  "%s",
  (id, { made, goes, command, environment, lookAlike, linux, darwin, win32, moved }) => {
    test("it is found, and its owner is told which place is meant", () => {
      const tree = temporaryTree();
      const path = tree.directory("cache");
      plant(path, made);
      const cache = cacheAt(id, path);
      expect(cache).toMatchObject({ store: id, safety: "low", obstacles: [] });
      expect(cache.removable.allocated).toBeGreaterThan(0);
      expect(removableNames(id, path).toSorted()).toEqual(goes);
      const owner = storeNamed(id).owner!;
      expect([owner.programs[0], ...owner.arguments, ...owner.place, ...owner.quietly]).toEqual(command);
      expect(owner.environment ?? {}).toEqual(environment);
    });

    test("a stranger in it is in the way", () => {
      const tree = temporaryTree();
      plant(tree.directory("cache"), { ...made, "my thesis.pdf": "mine" });
      expect(cacheAt(id, tree.at("cache"))).toMatchObject({
        obstacles: [`it holds what is not known to be ${storeNamed(id).tool}'s: my thesis.pdf`],
        removable: { allocated: 0 },
      });
    });

    test("what only looks like it is not believed", () => {
      const tree = temporaryTree();
      plant(tree.directory("cache"), lookAlike);
      expect(lookAt(id, tree.at("cache"))).toMatch(/^the test names it, but nothing in it is known to be /);
    });

    test("it is looked for where the tool looks", () => {
      expect([located(id, "linux"), located(id, "darwin"), located(id, "win32", WINDOWS)]).toEqual([
        linux,
        darwin,
        win32,
      ]);
      expect(located(id, "linux", moved[0])[0]).toBe(moved[1]);
      expect(located(id, "linux", Object.fromEntries(Object.keys(moved[0]).map((name) => [name, ""])))).toEqual(linux);
    });
  },
);

/** Their owners would go through it, or remove what it names. */
test.each([
  ["playwright", ".links"],
  ["playwright", "firefox-1400"],
  ["wandb", "obj/md5/ef"],
  ["ccache", "0/b"],
  ["ccache", "2"],
] as const)("a link in %s's store, at %s, is in the way where its owner cleans", (id, name) => {
  const tree = temporaryTree();
  const made = Object.entries(CASES[id]!.made).filter(([file]) => !file.startsWith(`${name}/`));
  plant(tree.directory("cache"), Object.fromEntries(made));
  tree.file("elsewhere/thesis.pdf", "mine");
  symlinkSync(tree.at("elsewhere"), tree.at("cache", name));
  const { obstacles, removable } = cacheAt(id, tree.at("cache"));
  const says = `${name} in it is a link to ${tree.at("elsewhere")}`;
  expect([obstacles, removable.allocated]).toEqual([[says], 0]);
});

test("pixi's own directory comes before rattler's, when it is there", () => {
  expect(located("pixi", "linux", {}, ["/home/me/.cache/pixi/pkgs"])).toEqual([
    "/home/me/.cache/pixi",
    "/home/me/.cache/rattler/cache",
  ]);
  expect(located("ccache", "linux", {}, ["/home/me/.ccache"])).toEqual(["/home/me/.ccache", "/home/me/.cache/ccache"]);
});
