import { cpSync, readdirSync, realpathSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { pinnedList } from "../../src/environments/pinned-list.ts";
import type { AbsolutePath } from "../../src/model/path.ts";
import { mustRun } from "../support/run.ts";
import { lastingTree, type TemporaryTree } from "../support/temporary-tree.ts";
import { machinePython, pythonOf, tool } from "../support/tools.ts";
import { contentsOf } from "./contents-of.ts";

let tree: TemporaryTree;
const go = (program: string, ...args: string[]) =>
  mustRun(program, args, { cwd: tree.path, environment: tree.environment });
const pip = (environment: string, ...args: string[]) =>
  go(tree.at(environment, "bin/python"), "-m", "pip", "install", "-q", ...args);

const PYPROJECT = `[build-system]
requires = ["setuptools"]
build-backend = "setuptools.build_meta"
[project]
name = "demo-project"
version = "0.1.0"
[project.scripts]
demo = "demo_project:main"
`;

/** A project, a wheel of it, a git repository of it, and one venv with a small package from the index. */
beforeAll(async () => {
  tree = lastingTree();
  tree.file("project/pyproject.toml", PYPROJECT);
  tree.file("project/src/demo_project/__init__.py", "def main():\n    print('demo')\n");
  await go(
    pythonOf("testing"),
    "-m",
    "build",
    "--no-isolation",
    "--wheel",
    "--outdir",
    tree.at("wheels"),
    tree.at("project"),
  );
  cpSync(tree.at("project"), tree.at("repository"), { recursive: true });
  for (const args of [
    ["init", "-q"],
    ["add", "-A"],
    ["commit", "-qm", "first"],
  ])
    await go("git", "-C", tree.at("repository"), ...args);
  await go(machinePython(), "-m", "venv", tree.at("venv"));
  await pip("venv", "--upgrade", "idna==3.10", "setuptools", "wheel");
}, 300_000);

afterAll(() => tree.remove());

/** A copy of the venv to try something on. */
function copy(name: string): AbsolutePath {
  cpSync(tree.at("venv"), tree.at(name), { recursive: true, verbatimSymlinks: true });
  return tree.at(name);
}

const [wheel, localUrl] = [
  () => tree.at("wheels", readdirSync(tree.at("wheels"))[0]!),
  () => `file://${tree.at("repository")}`,
];

test("venv and pip", async () => {
  const { safety, facts, largest } = contentsOf(tree.at("venv"));
  expect([safety, facts.notRestorable, facts.creator]).toEqual(["low", [], "venv"]);
  const version = (await go(machinePython(), "-c", "import platform; print(platform.python_version())")).trim();
  expect(facts.python).toBe(version);
  expect(realpathSync(facts.home!)).toBe(realpathSync(machinePython().replace(/\/[^/]+$/, "")));
  expect(pinnedList(tree.at("venv"))).toContain("idna==3.10");
  expect(largest.map(({ name }) => name)).toContain("idna");
  const listed = JSON.parse(await go(tree.at("venv/bin/python"), "-m", "pip", "list", "--format=json")) as unknown[];
  expect(facts.packages).toBe(listed.length);
});

test("a used environment is still low: bytecode of two optimisation levels, moved scripts' caches", async () => {
  const path = copy("used");
  await go(`${path}/bin/python`, "-O", "-c", "import idna, idna.codec");
  await go(`${path}/bin/python`, "-m", "compileall", "-q", `${path}/bin`);
  expect(contentsOf(path)).toMatchObject({ safety: "low", facts: { notRestorable: [] } });
});

test("virtualenv", async () => {
  await go(tool("virtualenv"), "-q", tree.at("virtualenv"));
  expect(contentsOf(tree.at("virtualenv"))).toMatchObject({
    safety: "low",
    facts: { creator: "virtualenv", notRestorable: [] },
  });
});

test("uv", async () => {
  await go(tool("uv"), "venv", "-q", "--python", machinePython(), tree.at("uv"));
  expect(contentsOf(tree.at("uv"))).toMatchObject({ safety: "low", facts: { creator: "uv", packages: 0 } });
  const install = (...args: string[]) =>
    go(tool("uv"), "pip", "install", "-q", "--no-build-isolation", "--python", tree.at("uv/bin/python"), ...args);
  await install("idna==3.10", "setuptools");
  const { safety, facts } = contentsOf(tree.at("uv"));
  expect([safety, facts.notRestorable, facts.packages]).toEqual(["low", [], 2]);
  await install("-e", tree.at("project"));
  expect(contentsOf(tree.at("uv")).facts.notRestorable).toEqual(["1 package is editable: demo-project"]);
  await install("--reinstall", tree.at("project"));
  expect(contentsOf(tree.at("uv")).facts.notRestorable).toEqual([
    "1 package was installed from a local directory: demo-project",
  ]);
  expect(pinnedList(tree.at("uv"))[0]).toBe("idna==3.10");
});

test("uv with links into its cache instead of files: nothing in it can be relied on", async () => {
  await go(tool("uv"), "venv", "-q", "--python", machinePython(), tree.at("linked"));
  await go(
    tool("uv"),
    "pip",
    "install",
    "-q",
    "--link-mode",
    "symlink",
    "--python",
    tree.at("linked/bin/python"),
    "idna==3.10",
  );
  expect(contentsOf(tree.at("linked")).safety).toBe("medium");
});

test.each([
  [
    "an editable install",
    () => ["--no-build-isolation", "-e", tree.at("project")],
    "1 package is editable: demo-project",
  ],
  [
    "an install from git",
    () => ["--no-build-isolation", `git+${localUrl()}`],
    "1 package comes from version control: demo-project",
  ],
  [
    "an install from a directory",
    () => ["--no-build-isolation", tree.at("project")],
    "1 package was installed from a local directory: demo-project",
  ],
  ["an install from a wheel", () => [wheel()], "1 package was installed from a local file: demo-project"],
])("%s by pip is medium", async (title, args, reason) => {
  const path = copy(title.replaceAll(" ", "-"));
  await pip(title.replaceAll(" ", "-"), "--no-index", ...args());
  const { safety, facts } = contentsOf(path);
  expect([safety, facts.notRestorable]).toEqual(["medium", [reason]]);
  expect(pinnedList(path).filter((line) => line.startsWith("demo"))).toEqual([]);
});

test("an editable checkout that pip puts below src/ makes the environment data", async () => {
  const path = copy("checkout");
  const url = `git+${localUrl()}#egg=demo-project`;
  await mustRun(`${path}/bin/python`, ["-m", "pip", "install", "-q", "--no-index", "--no-build-isolation", "-e", url], {
    cwd: tree.home,
    environment: { ...tree.environment, VIRTUAL_ENV: path },
  });
  const { safety, facts } = contentsOf(path);
  expect([safety, facts.notRestorable.slice(0, 2)]).toEqual([
    "data",
    ["holds a git repository at src/demo-project", "1 package is editable: demo-project"],
  ]);
});

test("a file that nobody owns, a deleted package's RECORD, and an interpreter that has gone", () => {
  const path = copy("broken");
  unlinkSync(`${path}/bin/python3`);
  symlinkSync("/nonexistent/python3", `${path}/bin/python3`);
  expect(contentsOf(path)).toMatchObject({ safety: "low", facts: { notRestorable: [] } });
  writeFileSync(`${path}/notes.txt`, "mine");
  expect(contentsOf(path).facts.notRestorable).toEqual(["1 file belongs to no package: notes.txt"]);
  unlinkSync(`${path}/notes.txt`);
  const [site] = readdirSync(`${path}/lib`);
  rmSync(`${path}/lib/${site}/site-packages/idna-3.10.dist-info/RECORD`);
  expect(contentsOf(path).facts.notRestorable[0]).toBe("1 package does not list its files: idna");
});

test("python -m venv in a project's own directory is data", async () => {
  cpSync(tree.at("project"), tree.at("in-place"), { recursive: true });
  await go(machinePython(), "-m", "venv", "--without-pip", tree.at("in-place"));
  expect(contentsOf(tree.at("in-place"))).toMatchObject({ safety: "data" });
  expect(contentsOf(tree.at("in-place")).facts.notRestorable[0]).toBe("is a project itself: it holds pyproject.toml");
});
