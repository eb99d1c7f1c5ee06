import { chmodSync, chownSync, linkSync, symlinkSync } from "node:fs";
import { expect, test } from "vitest";
import { surveyCaches } from "../../src/app/caches.ts";
import type { Host } from "../../src/system/host.ts";
import { temporaryTree, type TemporaryTree } from "../support/temporary-tree.ts";
import { diskUsage, hostIn, plant as plantFiles } from "../support/trees.ts";
import { theCache } from "./store-place.ts";
import { IS_ROOT } from "../support/expectation.ts";

function plant(name = "pip-cache"): { readonly tree: TemporaryTree; readonly host: Host } {
  const tree = temporaryTree();
  tree.file(`${name}/http-v2/a/b/c/d/e/${"ab".repeat(28)}`, "cc=4,");
  tree.file(`${name}/http-v2/a/b/c/d/e/${"ab".repeat(28)}.body`, "x".repeat(20_000));
  const environment = { ...tree.environment, PIP_CACHE_DIR: tree.at(name), UV_CACHE_DIR: tree.at("uv-cache") };
  return { tree, host: { ...hostIn(tree.home, environment), currentDirectory: tree.home } };
}

test("sizes are what du says, and cleaning gives back the parts that go", () => {
  const { tree, host } = plant();
  const found = theCache(host, "pip");
  expect(found.bytes.allocated).toBe(diskUsage(tree.at("pip-cache")));
  expect(found.removable.frees).toBe(diskUsage(tree.at("pip-cache/http-v2")));
});

test("files with links elsewhere free nothing", () => {
  const { tree, host } = plant();
  const body = tree.at(`pip-cache/http-v2/a/b/c/d/e/${"ab".repeat(28)}.body`);
  const alone = theCache(host, "pip").removable.frees;
  tree.directory("elsewhere");
  linkSync(body, tree.at("elsewhere/link"));
  expect(theCache(host, "pip").removable.frees).toBe(alone - diskUsage(body));
});

test.runIf(IS_ROOT)("a cache of another user is listed and kept", () => {
  const { tree, host } = plant();
  chownSync(tree.at("pip-cache"), 12345, 12345);
  expect(theCache(host, "pip")).toMatchObject({ obstacles: ["it belongs to another user"], removable: { frees: 0 } });
});

test.runIf(!IS_ROOT)("a cache that cannot be read wholly is kept", () => {
  const { tree, host } = plant();
  chmodSync(tree.at("pip-cache/http-v2/a"), 0);
  expect(theCache(host, "pip").obstacles).toEqual(["1 place inside could not be read"]);
});

test("a cache with the current directory or the home in it is kept", () => {
  const { tree, host } = plant();
  const inside = { ...host, currentDirectory: tree.at("pip-cache/http-v2") };
  expect(theCache(inside, "pip").obstacles).toEqual(["the current directory lies in it"]);
  const home = { ...host, home: tree.at("pip-cache") };
  expect(theCache(home, "pip").obstacles).toContain("it is, or holds, the home directory");
});

test("one place under two names is one row; an empty place and a missing one are none", () => {
  const { tree, host } = plant();
  tree.directory("empty");
  symlinkSync(tree.at("pip-cache"), tree.at("link"));
  const twice = {
    ...host,
    environment: { ...host.environment, PIP_CACHE_DIR: tree.at("link"), XDG_CACHE_HOME: tree.path },
  };
  symlinkSync(tree.at("pip-cache"), tree.at("pip"));
  expect(surveyCaches(twice, ["pip"]).list.caches.map(({ path }) => path)).toEqual([tree.at("pip-cache")]);
  const empty = { ...host, environment: { ...host.environment, PIP_CACHE_DIR: tree.at("empty") } };
  expect(surveyCaches(empty, ["pip"]).list).toMatchObject({ caches: [], problems: [] });
});

test("a usual place in which a tool has kept nothing yet is none; named by a setting it is told", () => {
  const tree = temporaryTree();
  tree.file("home/.cache/pipx/CACHEDIR.TAG", "");
  tree.file("home/.cache/pypoetry/virtualenvs/demo-py3.11/pyvenv.cfg", "home = /usr/bin\n");
  const host = { ...hostIn(tree.at("home"), { HOME: tree.at("home") }), currentDirectory: tree.path };
  expect(surveyCaches(host, ["pipx", "poetry"]).list).toMatchObject({ caches: [], problems: [] });
  const named = { ...host, environment: { ...host.environment, POETRY_CACHE_DIR: tree.at("home/.cache/pypoetry") } };
  expect(surveyCaches(named, ["poetry"]).list.problems).toMatchObject([
    { code: "EINVAL", message: "POETRY_CACHE_DIR names it, but nothing in it is known to be poetry's" },
  ]);
  tree.file("home/.cache/pipx/notes.txt", "mine");
  expect(surveyCaches(host, ["pipx"]).list.problems).toHaveLength(1);
});

test("two stores of one tool are two rows, and only one is where the tool looks", () => {
  const { tree, host } = plant();
  tree.file("other/pip/http/x", "");
  const two = { ...host, environment: { ...host.environment, XDG_CACHE_HOME: tree.at("other") } };
  const { caches } = surveyCaches(two, ["pip"]).list;
  expect(caches.map(({ path, isCurrent }) => [path, isCurrent])).toEqual([
    [tree.at("pip-cache"), true],
    [tree.at("other/pip"), false],
  ]);
  expect(caches[1]!.command).toBe(`pip cache purge --cache-dir ${tree.at("other/pip")}`);
});

test("what is only shown is in no total: interpreters, and programs beside what may go", () => {
  const { tree, host } = plant();
  tree.file("pyenv/versions/3.11.7/bin/python", "x".repeat(50_000));
  chmodSync(tree.at("pyenv/versions/3.11.7/bin/python"), 0o755);
  tree.file("pipx/venvs/tool/pipx_metadata.json", "x".repeat(70_000));
  tree.file("pipx/.cache/0123456789abcde/pipx_metadata.json", "x".repeat(30_000));
  tree.file("pipx/logs/cmd_2026-11-21_10.00.00.log", "x".repeat(9_000));
  const environment = { ...host.environment, PYENV_ROOT: tree.at("pyenv"), PIPX_HOME: tree.at("pipx") };
  const { caches, totals } = surveyCaches({ ...host, environment }).list;
  expect(caches.map(({ store, safety }) => [store, safety]).toSorted()).toEqual([
    ["pip", "low"],
    ["pipx-home", "low"],
    ["pyenv-versions", "data"],
  ]);
  const counted = diskUsage(tree.at("pip-cache")) + diskUsage(tree.at("pipx")) - diskUsage(tree.at("pipx/venvs"));
  expect(totals).toMatchObject({ caches: 2, allocated: counted });
});

test("a file or a project where a store is named is a problem, never a row", () => {
  const { tree, host } = plant();
  tree.file("project/src/app.py", "print()\n");
  tree.file("a-file", "mine");
  for (const [name, code] of [
    ["project", "EINVAL"],
    ["a-file", "ENOTDIR"],
  ] as const) {
    const wrong = { ...host, environment: { ...host.environment, PIP_CACHE_DIR: tree.at(name) } };
    const { list } = surveyCaches(wrong, ["pip"]);
    expect([list.caches, list.problems.map((problem) => [problem.path, problem.code])]).toEqual([
      [],
      [[tree.at(name), code]],
    ]);
  }
});

/** As the real tools leave them before they have kept anything, or after their own cleaning. */
test.each([
  ["playwright", ".cache/ms-playwright", { ".links": null }],
  ["wandb", ".cache/wandb/artifacts", { tmp: null }],
  ["ccache", ".cache/ccache", { "ccache.conf": "max_size = 1G" }],
  ["keras", ".keras", { "keras.json": '{"floatx": "float32"}' }],
  ["gensim", "gensim-data", { "information.json": '{"corpora": {}, "models": {}}' }],
  ["tensorflow-datasets", "tensorflow_datasets", { "downloads/extracted": null }],
  ["jupyter-runtime", ".local/share/jupyter/runtime", { jupyter_cookie_secret: "x", "kernel-0a.json": "{}" }],
  ["ipython", ".ipython/profile_default/db", { bookmarks: "x" }],
] as const)("%s without anything to clean is no problem", (store, place, made) => {
  const tree = temporaryTree();
  plantFiles(tree.at("home", place), made);
  const host = hostIn(tree.at("home"));
  const { caches, problems } = surveyCaches(host, [store]).list;
  expect([problems, caches.map(({ path, removable }) => [path, removable.frees])]).toEqual([
    [],
    [[tree.at("home", place), 0]],
  ]);
});

test("a setting that names the place of one of two stores is no problem of the other", () => {
  const tree = temporaryTree();
  tree.file("cache/models--owner--name/snapshots/0a/model.bin", "x");
  const host = hostIn(tree.home, { TRANSFORMERS_CACHE: tree.at("cache") });
  const { caches, problems } = surveyCaches(host, ["huggingface", "transformers"]).list;
  expect([problems, caches.map(({ store, path }) => [store, path])]).toEqual([[], [["huggingface", tree.at("cache")]]]);
  tree.file("other/notes.txt", "mine");
  const other = hostIn(tree.home, { TRANSFORMERS_CACHE: tree.at("other") });
  expect(surveyCaches(other, ["transformers"]).list.problems).toMatchObject([{ path: tree.at("other") }]);
});
