import { statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { copyingLinkMode } from "../../src/app/uv-link-mode.ts";
import { openIndex, type PackageIndex } from "../support/package-index.ts";
import { mustRun } from "../support/run.ts";
import { lastingTree, temporaryTree, type TemporaryTree } from "../support/temporary-tree.ts";
import { machinePython, tool } from "../support/tools.ts";
import { hostIn, plant } from "../support/trees.ts";

let index: PackageIndex;
let served: TemporaryTree;

beforeAll(async () => {
  served = lastingTree();
  index = await openIndex(served.at("packages"), "grain-0.5");
});

afterAll(() => {
  index?.close();
  served?.remove();
});

const COPY = 'link-mode = "copy"\n';
const LINK = 'link-mode = "hardlink"\n';

interface Case {
  readonly title: string;
  /** Below a directory that holds the project `p/q` and the home `home`. */
  readonly files: Readonly<Record<string, string>>;
  readonly settings?: Readonly<Record<string, string>>;
  /** What makes uv copy, `@` for that directory; null where it links. */
  readonly because: string | null;
}

const CASES: readonly Case[] = [
  { title: "nothing is set", files: {}, because: null },
  {
    title: "a variable comes before files",
    files: { "p/q/uv.toml": COPY },
    settings: { UV_LINK_MODE: "hardlink" },
    because: null,
  },
  { title: "uv.toml above the project", files: { "p/uv.toml": COPY }, because: "@/p/uv.toml" },
  {
    title: "pyproject.toml above the project, which has one without uv",
    files: { "p/q/pyproject.toml": "[tool.ruff]\n", "p/pyproject.toml": `[tool.uv]\n${COPY}` },
    because: "@/p/pyproject.toml",
  },
  {
    title: "only the nearest file above counts",
    files: { "p/q/pyproject.toml": "[tool.uv]\n", "p/uv.toml": COPY },
    because: null,
  },
  {
    title: "uv.toml comes before pyproject.toml beside it",
    files: { "p/q/uv.toml": "", "p/q/pyproject.toml": `[tool.uv]\n${COPY}` },
    because: null,
  },
  {
    title: "the user's file says what the project's leaves open",
    files: { "p/q/uv.toml": "offline = false\n", "home/.config/uv/uv.toml": COPY },
    because: "@/home/.config/uv/uv.toml",
  },
  {
    title: "the project's file comes before the user's",
    files: { "p/q/uv.toml": LINK, "home/.config/uv/uv.toml": COPY },
    because: null,
  },
  {
    title: "a system's file",
    files: { "system/uv/uv.toml": COPY },
    settings: { XDG_CONFIG_DIRS: "@/none:@/system" },
    because: "@/system/uv/uv.toml",
  },
  {
    title: "the section of uv pip in uv.toml",
    files: { "p/q/uv.toml": `[pip]\n${COPY}` },
    because: "[pip] of @/p/q/uv.toml",
  },
  {
    title: "the section of uv pip in pyproject.toml",
    files: { "p/q/pyproject.toml": `[tool.uv.pip]\n${COPY}` },
    because: "[tool.uv.pip] of @/p/q/pyproject.toml",
  },
  {
    title: "the section of uv pip as a dotted key",
    files: { "p/q/uv.toml": `pip.${COPY}` },
    because: "[pip] of @/p/q/uv.toml",
  },
  {
    title: "uv's settings in one line of pyproject.toml",
    files: { "p/q/pyproject.toml": `[tool]\nuv = { ${COPY.trim()} }\n` },
    because: "@/p/q/pyproject.toml",
  },
  {
    title: "the user's section of uv pip comes before the project's general one",
    files: { "p/q/uv.toml": LINK, "home/.config/uv/uv.toml": `[pip]\n${COPY}` },
    because: "[pip] of @/home/.config/uv/uv.toml",
  },
  {
    title: "the file that a variable names, alone",
    files: { "p/q/uv.toml": LINK, "named.toml": COPY },
    settings: { UV_CONFIG_FILE: "@/named.toml" },
    because: "@/named.toml",
  },
  {
    title: "the file that a variable names leaves it open",
    files: { "p/q/uv.toml": COPY, "named.toml": "" },
    settings: { UV_CONFIG_FILE: "@/named.toml" },
    because: null,
  },
  { title: "no file counts", files: { "p/q/uv.toml": COPY }, settings: { UV_NO_CONFIG: "1" }, because: null },
];

test.each(CASES)("what uv does is what is said: $title", async ({ files, settings = {}, because }) => {
  const tree = temporaryTree();
  const placed = (text: string) => text.replaceAll("@", tree.path);
  plant(tree.path, { "p/q": null, ...files });
  const environment = {
    ...tree.environment,
    XDG_CONFIG_HOME: tree.at("home/.config"),
    UV_DEFAULT_INDEX: index.url,
    UV_INDEX_URL: index.url,
    ...Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, placed(value)])),
  };
  const project = tree.at("p/q");
  const uv = (...args: string[]) => mustRun(tool("uv"), args, { cwd: project, environment });
  await uv("venv", "-q", "--python", machinePython(), ".venv");
  await uv("pip", "install", "-q", "grain");
  const [metadata] = (await mustRun("find", [project, "-name", "METADATA"], { environment })).split("\n");
  const isCopied = statSync(metadata!).nlink === 1;
  const why = copyingLinkMode(hostIn(tree.home, environment), tree.at("p/q/.venv"));
  expect([isCopied, why?.because]).toEqual([
    because !== null,
    because === null ? undefined : `link-mode is "copy" in ${placed(because)}`,
  ]);
  if (because !== null) expect(why!.mend).toBe(`remove link-mode from ${placed(because).replace(/^.* of /, "")}`);
});

test("what the general section and that of uv pip say is told together", () => {
  const tree = temporaryTree();
  plant(tree.path, { "p/pyproject.toml": `[tool.uv]\n${COPY}[tool.uv.pip]\n${COPY}` });
  const path = join(tree.path, "p/pyproject.toml");
  expect(copyingLinkMode(hostIn(tree.home, tree.environment), tree.at("p/q/.venv"))).toEqual({
    because: `link-mode is "copy" in ${path} and in [tool.uv.pip] of ${path}`,
    mend: `remove link-mode from ${path}`,
  });
});
