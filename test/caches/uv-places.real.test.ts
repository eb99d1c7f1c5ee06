import { resolve } from "node:path";
import { expect, test } from "vitest";
import { locate } from "../../src/caches/locate.ts";
import { mustRun } from "../support/run.ts";
import { temporaryTree } from "../support/temporary-tree.ts";
import { tool } from "../support/tools.ts";
import { hostIn } from "../support/trees.ts";
import { storeNamed } from "./look-at.ts";

/** Where uv itself says that a store lies, and where we would look first. */
async function bothSay(
  question: readonly [store: string, ...words: string[]],
  files: Readonly<Record<string, string>>,
  settings: Readonly<Record<string, string>> = {},
): Promise<readonly [uv: string, pyshed: string]> {
  const tree = temporaryTree();
  const inTree = (text: string) => text.replaceAll("TREE", tree.path);
  for (const [name, text] of Object.entries(files)) tree.file(name, inTree(text));
  const directory = tree.directory("work/project/src");
  const own = Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, inTree(value)]));
  const { UV_CACHE_DIR: _, ...rest } = tree.environment;
  const environment = { ...rest, XDG_CONFIG_HOME: tree.at("config"), ...own };
  const [store, ...words] = question;
  const said = await mustRun(tool("uv"), words, { cwd: directory, environment });
  const host = { ...hostIn(tree.home, environment), currentDirectory: directory };
  return [resolve(directory, said.trim()), locate(host, storeNamed(store))[0]!.path];
}

const CACHE = ["uv", "cache", "dir"] as const;
const project = '[project]\nname = "x"\nversion = "1"\n';

test.each<[string, Record<string, string>, Record<string, string>]>([
  ["nothing", {}, {}],
  ["uv.toml above", { "work/uv.toml": 'cache-dir = "TREE/a"\n' }, {}],
  ["[tool.uv] above", { "work/pyproject.toml": `${project}[tool.uv]\ncache-dir = "TREE/a"\n` }, {}],
  [
    "the nearest decides, also without the key",
    {
      "work/uv.toml": 'cache-dir = "TREE/a"\n',
      "work/project/pyproject.toml": `${project}[tool.uv]\nlink-mode = "copy"\n`,
    },
    {},
  ],
  [
    "a pyproject.toml without [tool.uv] decides nothing",
    { "work/uv.toml": 'cache-dir = "TREE/a"\n', "work/project/pyproject.toml": project },
    {},
  ],
  [
    "uv.toml before pyproject.toml beside it, and both before the user's",
    {
      "work/uv.toml": 'cache-dir = "TREE/a"\n',
      "work/pyproject.toml": `${project}[tool.uv]\ncache-dir = "TREE/b"\n`,
      "config/uv/uv.toml": 'cache-dir = "TREE/c"\n',
    },
    {},
  ],
  [
    "a subtable of [tool.uv]",
    { "work/pyproject.toml": `${project}[tool.uv.pip]\nno-deps = true\n`, "uv.toml": 'cache-dir = "TREE/a"\n' },
    {},
  ],
  ["the user's", { "config/uv/uv.toml": 'cache-dir = "TREE/c"\n' }, {}],
  [
    "UV_CONFIG_FILE alone",
    { "work/uv.toml": 'cache-dir = "TREE/a"\n', "own.toml": 'cache-dir = "TREE/o"\n' },
    { UV_CONFIG_FILE: "TREE/own.toml" },
  ],
  ["UV_NO_CONFIG", { "work/uv.toml": 'cache-dir = "TREE/a"\n' }, { UV_NO_CONFIG: "1" }],
  ["a relative place counts from where uv runs", { "work/uv.toml": 'cache-dir = "here"\n' }, {}],
  ["a variable before all", { "work/uv.toml": 'cache-dir = "TREE/a"\n' }, { UV_CACHE_DIR: "TREE/v" }],
  ["XDG_CACHE_HOME", {}, { XDG_CACHE_HOME: "TREE/x" }],
])("uv agrees where its cache lies: %s", async (_, files, settings) => {
  const [uv, pyshed] = await bothSay(CACHE, files, settings);
  expect(pyshed).toBe(uv);
});

test.each<[string, string, Record<string, string>]>([
  ["uv-python", "python", {}],
  ["uv-python", "python", { XDG_DATA_HOME: "TREE/d" }],
  ["uv-python", "python", { UV_PYTHON_INSTALL_DIR: "TREE/p" }],
  ["uv-tools", "tool", {}],
  ["uv-tools", "tool", { UV_TOOL_DIR: "TREE/t" }],
])("uv agrees where %s lies: %s dir with %j", async (store, word, settings) => {
  const [uv, pyshed] = await bothSay([store, word, "dir"], {}, settings);
  expect(pyshed).toBe(uv);
});
