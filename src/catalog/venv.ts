import type { Artifact } from "../model/artifact.ts";

/** A directory at the top of an environment that neither its makers nor packages leave there. */
const STRANGER =
  /^(?!(bin|sbin|libexec|Scripts|[Ii]nclude|[Ll]ib|lib64|libs|share|etc|man|docs?|Doc|var|DLLs|tcl|tmp|log|site-packages|lib-python|lib_pypy|__pycache__)$)/;

export const venv: Artifact = {
  id: "venv",
  tool: "venv",
  title: "virtual environment",
  kind: "directory",
  recognise: { holdsEntry: "pyvenv.cfg" },
  proof: {
    all: [
      { entry: "pyvenv.cfg", type: "file", content: /^[ \t]*home[ \t]*=/im, seen: "pyvenv.cfg with a `home` line" },
      {
        any: [
          { entry: "bin/python*", type: "program", seen: "interpreter at bin/python*" },
          { entry: "Scripts/python*.exe", type: "program", seen: "interpreter at Scripts/python*.exe" },
        ],
      },
      {
        any: [
          { entry: "lib/python*/site-packages", type: "directory" },
          { entry: "lib/pypy*/site-packages", type: "directory" },
          { entry: "Lib/site-packages", type: "directory" },
          { entry: "site-packages", type: "directory" },
        ],
      },
      {
        not: {
          some: /^(\.git|\.hg|\.svn|\.jj|pyproject\.toml|setup\.(py|cfg)|Pipfile|requirements.*\.txt|.*\.(py|ipynb))$/,
          seen: "project source at its top",
        },
      },
      { not: { entry: "*/manage.py", type: "file", seen: "Django project at its top" } },
    ],
  },
  safety: "low",
  grades: [
    {
      safety: "data",
      when: {
        any: [
          { up: { all: [{ name: /^venvs$/ }, { up: { name: /^pipx$/ } }] } },
          { up: { all: [{ name: /^tools$/ }, { up: { name: /^uv$/ } }] } },
        ],
        seen: "pipx/venvs or uv/tools around it",
      },
      because: "it is a program that was installed with pipx or uv",
    },
    {
      safety: "data",
      when: { some: STRANGER, type: "directory", seen: "directory of somebody's at its top" },
      because: "a directory lies at its top that no environment tool leaves, perhaps a project made inside it",
    },
    {
      safety: "medium",
      when: {
        all: [
          { not: { entry: ".project", type: "file" } },
          {
            any: [
              { up: { name: /^\.virtualenvs$/ } },
              { up: { all: [{ name: /^envs$/ }, { up: { up: { name: /^versions$/ } } }] } },
            ],
          },
        ],
        seen: "a place for named environments around it",
      },
      because: "it is a named environment, which any project may use",
    },
  ],
  holds: "python-environment",
  restoredBy: "the lock file or the pinned list saved before it goes",
  sources: [
    { fact: "pyvenv.cfg with `home`, interpreter and site-packages", seen: "PEP 405", checked: "2026-11-21" },
    {
      fact: "uv adds .gitignore, .lock and CACHEDIR.TAG; packages add etc, share and man",
      seen: "29 environments made by pip 24 and uv 0.13.8 on disk",
      checked: "2026-11-21",
    },
    {
      fact: "tox adds .tox-info.json, log and tmp; pipenv adds .project",
      seen: "tox 4.67.13 on disk, pipenv's source",
      checked: "2026-11-21",
    },
    {
      fact: "VERSION/envs/NAME below pyenv's versions; ~/.virtualenvs/NAME, with .project where it belongs to one",
      seen: "pyenv-virtualenv's README; virtualenvwrapper's documentation",
      checked: "2026-11-21",
    },
    {
      fact: "on Windows: Scripts/python.exe and Lib/site-packages",
      seen: "CPython 3.13, Lib/venv/__init__.py",
      checked: "2026-11-21",
    },
  ],
};
