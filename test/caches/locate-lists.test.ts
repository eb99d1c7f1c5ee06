import { expect, test } from "vitest";
import { surveyCaches } from "../../src/app/caches.ts";
import { inspectorOf } from "../../src/caches/registry.ts";
import { locate } from "../../src/caches/locate.ts";
import type { AbsolutePath } from "../../src/model/path.ts";
import { temporaryTree } from "../support/temporary-tree.ts";
import { hostIn } from "../support/trees.ts";
import { located, placeOf, sourcesOf, storeNamed } from "./look-at.ts";

const home = "/home/me" as AbsolutePath;

function currentConda(environment: Record<string, string>, texts: Record<string, string> = {}): string[] {
  const host = { ...hostIn(home, environment), platform: "linux" as const };
  return locate(host, storeNamed("conda"), { ...sourcesOf(texts), isThere: () => false })
    .filter(({ isCurrent }) => isCurrent)
    .map(({ path }) => path);
}

test("CONDA_PKGS_DIRS is a list with commas; ~ and variables are read; an empty one is unset", () => {
  expect(currentConda({ CONDA_PKGS_DIRS: "/fast/pkgs, ~/pkgs,$BIG/pkgs", BIG: "/big" })).toEqual([
    "/fast/pkgs",
    "/home/me/pkgs",
    "/big/pkgs",
  ]);
  expect(currentConda({ CONDA_PKGS_DIRS: "" })).toEqual([]);
});

test("pkgs_dirs of every condarc add up with it, and the usual places are then where conda does not look now", () => {
  const texts = {
    "/etc/conda/.condarc": "channels:\n  - conda-forge\npkgs_dirs:\n  - /shared/pkgs # for all\n  - ~/own\n",
    "/home/me/.condarc": 'pkgs_dirs: ["/home/me/other"]\n',
  };
  expect(currentConda({ CONDA_PKGS_DIRS: "/fast" }, texts)).toEqual([
    "/fast",
    "/shared/pkgs",
    "/home/me/own",
    "/home/me/other",
  ]);
  const all = located("conda", "linux", {}, ["/home/me/miniforge3/pkgs"], texts);
  expect(all).toEqual(["/shared/pkgs", "/home/me/own", "/home/me/other", "/home/me/miniforge3/pkgs"]);
  expect(
    located("conda", "win32", { ProgramData: "C:\\PD" }, [], { "C:/PD/conda/.condarc": "pkgs_dirs:\n- D:\\p\n" }),
  ).toEqual(["D:/p"]);
  expect(located("conda", "darwin", {}, [], { "/Users/me/.condarc": "pkgs_dirs: /not/a/list\n" })).toEqual([]);
  const parts = {
    "/home/me/.conda/condarc.d/20-late.yaml": "pkgs_dirs: [/late]\n",
    "/home/me/.conda/condarc.d/10-early.yml": "pkgs_dirs: [/early]\n",
    "/home/me/.conda/condarc.d/30.yml.orig": "pkgs_dirs: [/never]\n",
  };
  expect(located("conda", "linux", {}, [], parts)).toEqual(["/early", "/late"]);
});

test("several stores of conda are several rows, and their bytes are counted once each", () => {
  const tree = temporaryTree();
  for (const name of ["one", "two"]) {
    tree.file(`${name}/urls.txt`, "");
    tree.file(`${name}/numpy-2.0-0.conda`, "x".repeat(20_000));
  }
  const environment = { ...tree.environment, CONDA_PKGS_DIRS: `${tree.at("one")},${tree.at("two")},${tree.at("one")}` };
  const { caches, totals } = surveyCaches(hostIn(tree.home, environment), ["conda"]).list;
  expect(caches.map(({ path, isCurrent }) => [path, isCurrent]).toSorted()).toEqual([
    [tree.at("one"), true],
    [tree.at("two"), true],
  ]);
  expect(totals.allocated).toBe(caches.reduce((sum, { bytes }) => sum + bytes.allocated, 0));
});

test("a comma in the path of a store: conda cannot be told of it, so it is not run", async () => {
  const tree = temporaryTree();
  tree.file("a,b/urls.txt", "");
  const owner = { program: "/bin/conda" as AbsolutePath, version: "26.7" };
  expect(await inspectorOf("conda")!.whyNotOwner!(placeOf(tree.at("a,b")), owner)).toMatch(
    /^conda would take the comma/,
  );
});

const DATA = { LOCALAPPDATA: "C:\\L", APPDATA: "C:\\R" };

test.each<[string, NodeJS.Platform, Record<string, string>, string | undefined]>([
  ["uv-python", "linux", {}, "/home/me/.local/share/uv/python"],
  ["uv-python", "darwin", { XDG_DATA_HOME: "/d" }, "/d/uv/python"],
  ["uv-python", "win32", DATA, "C:/R/uv/data/python"],
  ["uv-python", "linux", { UV_PYTHON_INSTALL_DIR: "", XDG_DATA_HOME: "" }, "/home/me/.local/share/uv/python"],
  ["uv-tools", "linux", { UV_TOOL_DIR: "/t" }, "/t"],
  ["uv-tools", "darwin", {}, "/Users/me/.local/share/uv/tools"],
  ["uv-tools", "win32", DATA, "C:/R/uv/data/tools"],
  ["rye", "linux", {}, "/home/me/.rye/py"],
  ["rye", "win32", { RYE_HOME: "D:\\rye" }, "D:/rye/py"],
  ["asdf", "darwin", {}, "/Users/me/.asdf/installs/python"],
  ["asdf", "linux", { ASDF_DATA_DIR: "/a" }, "/a/installs/python"],
  ["asdf", "win32", {}, undefined],
  ["mise", "linux", {}, "/home/me/.local/share/mise/installs/python"],
  ["mise", "linux", { MISE_DATA_DIR: "~/m" }, "/home/me/m/installs/python"],
  ["mise", "linux", { MISE_INSTALLS_DIR: "/i", MISE_DATA_DIR: "/m" }, "/i/python"],
  ["mise", "win32", DATA, "C:/L/mise/installs/python"],
  ["mise-cache", "linux", {}, "/home/me/.cache/mise/python"],
  ["mise-cache", "darwin", {}, "/Users/me/Library/Caches/mise/python"],
  ["mise-cache", "win32", { TEMP: "C:\\T" }, "C:/T/mise/python"],
])("%s on %s with %j: %s", (store, platform, environment, expected) => {
  expect(located(store, platform, environment)[0]).toBe(expected);
});

test("the hub's layout lies where sentence-transformers or transformers were told to put it, beside the hub's own", () => {
  const told = { SENTENCE_TRANSFORMERS_HOME: "/s", TRANSFORMERS_CACHE: "/t" };
  expect(located("huggingface", "linux", told)).toEqual(["/home/me/.cache/huggingface/hub", "/s", "/t"]);
});

test("NLTK reads from every directory of NLTK_DATA, which is a list as PATH is, and from the usual place", () => {
  const list = { NLTK_DATA: "~/own::/fast/nltk" };
  const host = { ...hostIn(home, list), platform: "linux" as const };
  const found = locate(host, storeNamed("nltk"), { ...sourcesOf({}), isThere: () => false });
  expect(found.map(({ path, isCurrent }) => [path, isCurrent])).toEqual([
    ["/home/me/own", true],
    ["/fast/nltk", true],
    ["/home/me/nltk_data", true],
  ]);
  expect(located("nltk", "win32", { NLTK_DATA: "D:\\nltk;E:\\more" })).toEqual([
    "D:/nltk",
    "E:/more",
    "C:/Users/me/nltk_data",
  ]);
});
