import { machinePython } from "../../../support/tools.ts";
import type { Leaf, Maker } from "../workshop.ts";

const MANIFEST = '[project]\nname = "sample"\nversion = "1.0"\nrequires-python = ">=3.10"\n';

function environment(path: string, creator: string): Leaf {
  return { artifact: "venv", path, safety: "low", creator };
}

export const environments: readonly Maker[] = [
  {
    name: "venv",
    async make({ python, own, pebbles }) {
      await python("-m", "venv", "any name");
      await own("any name/bin/python", "-m", "pip", "install", "-q", (await pebbles).wheel);
      return [{ ...environment("any name", "venv"), safety: "medium" }];
    },
  },
  {
    name: "virtualenv",
    async make({ tool }) {
      await tool("virtualenv", "--quiet", "--python", machinePython(), "env");
      return [environment("env", "virtualenv")];
    },
  },
  {
    name: "uv",
    async make({ tool, file }) {
      file("pyproject.toml", MANIFEST);
      await tool("uv", "sync", "--quiet", "--python", machinePython());
      return [environment(".venv", "uv")];
    },
  },
  {
    name: "poetry-in-project",
    async make(project) {
      project.file("pyproject.toml", `${MANIFEST}[tool.poetry]\npackage-mode = false\n`);
      const poetry = project.with({ POETRY_VIRTUALENVS_IN_PROJECT: "true" });
      await poetry.tool("poetry", "install", "--quiet", "--no-interaction");
      return [environment(".venv", "poetry")];
    },
  },
  {
    name: "poetry-in-its-cache",
    async make({ tool, file }) {
      file("pyproject.toml", `${MANIFEST}[tool.poetry]\npackage-mode = false\n`);
      await tool("poetry", "install", "--quiet", "--no-interaction");
      return [{ ...environment(".cache/pypoetry/virtualenvs/sample-*-py3.*", "poetry"), inHome: true }];
    },
  },
  {
    name: "pdm",
    async make({ tool, file }) {
      file("pyproject.toml", `${MANIFEST}[tool.pdm]\ndistribution = false\n`);
      await tool("pdm", "venv", "create", "--with-pip", machinePython());
      await tool("pdm", "use", "--quiet", "--venv", "in-project");
      return [environment(".venv", "pdm")];
    },
  },
  {
    name: "pdm-local-packages",
    async make({ tool, file, pebbles }) {
      const { wheel } = await pebbles;
      const dependency = `dependencies = ["pebble @ file://${wheel}"]\n`;
      file("pyproject.toml", `${MANIFEST}${dependency}[tool.pdm]\ndistribution = false\n`);
      await tool("pdm", "config", "--local", "python.use_venv", "false");
      await tool("pdm", "use", "--quiet", "--first", machinePython());
      await tool("pdm", "install", "--quiet");
      return [{ artifact: "pypackages", path: "__pypackages__", safety: "medium" }];
    },
  },
  {
    name: "pipenv",
    async make(project) {
      project.file("Pipfile", '[packages]\n\n[requires]\npython_version = "3"\n');
      const pipenv = project.with({ PIPENV_VENV_IN_PROJECT: "1", PIPENV_YES: "1" });
      await pipenv.tool("pipenv", "--python", machinePython(), "run", "python", "-V");
      return [environment(".venv", "pipenv")];
    },
  },
  {
    name: "hatch",
    async make(project) {
      project.file("pyproject.toml", `${MANIFEST}[tool.hatch.envs.default]\nskip-install = true\n`);
      await project.with({ HATCH_PYTHON: machinePython() }).tool("hatch", "env", "create");
      return [{ ...environment(".local/share/hatch/env/virtual/sample/*/sample", "hatch"), inHome: true }];
    },
  },
  {
    name: "tox",
    async make({ tool, file }) {
      file("tox.ini", "[tox]\nskipsdist = true\n[testenv]\nskip_install = true\ncommands = python -V\n");
      await tool("tox", "-q", "-e", "py");
      return [{ artifact: "tox", path: ".tox", safety: "low" }];
    },
  },
  {
    name: "nox",
    async make({ tool, file }) {
      file("noxfile.py", 'import nox\n\n@nox.session\ndef hello(session):\n    session.run("python", "-V")\n');
      await tool("nox");
      return [
        { artifact: "nox", path: ".nox", safety: "low" },
        { artifact: "bytecode", path: "__pycache__", safety: "safe" },
      ];
    },
  },
];
