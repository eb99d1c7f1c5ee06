import { afterAll, beforeAll, expect, test } from "vitest";
import type { AbsolutePath } from "../../src/model/path.ts";
import { mustRun } from "../support/run.ts";
import { lastingTree, type TemporaryTree } from "../support/temporary-tree.ts";
import { machinePython, tool } from "../support/tools.ts";
import { contentsOf } from "./contents-of.ts";

let tree: TemporaryTree;
beforeAll(() => {
  tree = lastingTree();
});
afterAll(() => tree.remove());

/** Runs a tool in a project's directory, with settings of its own besides the tree's. */
const runIn = (
  project: string,
  program: string,
  args: readonly string[],
  settings: Readonly<Record<string, string>> = {},
) => mustRun(program, args, { cwd: tree.directory(project), environment: { ...tree.environment, ...settings } });

const summary = (path: AbsolutePath) => {
  const { safety, facts } = contentsOf(path);
  return [facts.creator, safety, facts.notRestorable];
};

const PROJECT = '[project]\nname = "demo"\nversion = "0.1.0"\nrequires-python = ">=3.9"\n';

test("tox: an environment and the one it builds the package in", async () => {
  tree.file(
    "tox/tox.ini",
    "[tox]\nenv_list = a\nno_package = true\n[testenv]\ndeps = idna==3.10\ncommands = python -c 'import idna'\n",
  );
  await runIn("tox", tool("tox"), ["-q"]);
  expect(summary(tree.at("tox/.tox/a"))).toEqual(["tox", "low", []]);
  tree.file("tox/.tox/a/notes.txt", "mine");
  expect(summary(tree.at("tox/.tox/a"))).toEqual(["tox", "medium", ["1 file belongs to no package: notes.txt"]]);
});

test("nox, with its temporary directory", async () => {
  tree.file(
    "nox/noxfile.py",
    "import nox\n@nox.session(venv_backend='venv')\ndef tests(session):\n    open(session.create_tmp() + '/x', 'w').close()\n",
  );
  await runIn("nox", tool("nox"), []);
  expect(summary(tree.at("nox/.nox/tests"))).toEqual(["nox", "low", []]);
});

test("poetry in the project, and where it keeps environments by itself", async () => {
  tree.file("poetry/pyproject.toml", `${PROJECT}[tool.poetry]\npackage-mode = false\n`);
  await runIn("poetry", tool("poetry"), ["install", "-q"], { POETRY_VIRTUALENVS_IN_PROJECT: "true" });
  expect(summary(tree.at("poetry/.venv"))).toEqual(["poetry", "low", []]);
  tree.file("central/pyproject.toml", `${PROJECT}[tool.poetry]\npackage-mode = false\n`);
  await runIn("central", tool("poetry"), ["install", "-q"]);
  const path = (await runIn("central", tool("poetry"), ["env", "info", "--path"])).trim();
  expect(path).toContain("/pypoetry/virtualenvs/");
  expect(summary(path as AbsolutePath)).toEqual(["poetry", "low", []]);
});

test("pdm in the project", async () => {
  tree.file("pdm/pyproject.toml", PROJECT);
  await runIn("pdm", tool("pdm"), ["venv", "create", machinePython()], { PDM_CHECK_UPDATE: "0" });
  expect(summary(tree.at("pdm/.venv"))).toEqual(["pdm", "low", []]);
});

test("hatch", async () => {
  tree.file("hatch/pyproject.toml", `${PROJECT}[tool.hatch.envs.default]\nskip-install = true\n`);
  await runIn("hatch", tool("hatch"), ["env", "create"]);
  const path = (await runIn("hatch", tool("hatch"), ["env", "find"])).trim();
  expect(summary(path as AbsolutePath)).toEqual(["hatch", "low", []]);
});

test("pipenv", async () => {
  tree.file("pipenv/Pipfile", "[packages]\n");
  const settings = { PIPENV_VENV_IN_PROJECT: "1", PIPENV_NOSPIN: "1" };
  await runIn("pipenv", tool("pipenv"), ["--python", machinePython()], settings);
  expect(summary(tree.at("pipenv/.venv"))).toEqual(["pipenv", "low", []]);
});

test("programs that pipx and uv installed are data", async () => {
  await runIn("programs", tool("pipx"), ["install", "-q", "--python", machinePython(), "pycowsay"]);
  const pipx = `${tree.home}/.local/share/pipx/venvs/pycowsay` as AbsolutePath;
  expect(summary(pipx)).toEqual(["pipx", "data", ["is a program that you installed with pipx: pycowsay"]]);
  await runIn("programs", tool("uv"), ["tool", "install", "-q", "--force", "--python", machinePython(), "pycowsay"]);
  const uv = `${tree.home}/.local/share/uv/tools/pycowsay` as AbsolutePath;
  expect(summary(uv)).toEqual(["uv tool", "data", ["is a program that you installed with uv tool: pycowsay"]]);
});
