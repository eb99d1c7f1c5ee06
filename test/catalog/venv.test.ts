import { venv } from "../../src/catalog/venv.ts";
import { CACHEDIR_TAG, describeArtifact, type Content } from "./describe-artifact.ts";

const VENV: Readonly<Record<string, Content>> = {
  "app/.venv/pyvenv.cfg": "home = /usr/bin\ninclude-system-site-packages = false\nversion = 3.13.0\n",
  "app/.venv/bin/python": { link: "/usr/bin/python3" },
  "app/.venv/bin/activate": "",
  "app/.venv/include/": "",
  "app/.venv/lib/python3.13/site-packages/pip/__init__.py": "",
};

function moved(tree: typeof VENV, from: string, to: string): typeof VENV {
  return Object.fromEntries(Object.entries(tree).map(([path, content]) => [path.replace(from, to), content]));
}

describeArtifact(venv, {
  found: {
    "what `python -m venv` makes": { tree: VENV, place: "app/.venv", safety: "low" },
    "one of any name without a manifest": { tree: moved(VENV, "app/.venv", "envs/py313"), place: "envs/py313" },
    "what uv makes": {
      tree: { ...VENV, "app/.venv/CACHEDIR.TAG": CACHEDIR_TAG, "app/.venv/.gitignore": "*", "app/.venv/.lock": "" },
      place: "app/.venv",
      safety: "low",
    },
    "one whose interpreter is gone": {
      tree: { ...VENV, "app/.venv/bin/python": { link: "/nowhere/python3.13" } },
      place: "app/.venv",
    },
    "the Windows layout": {
      tree: {
        "app/env/pyvenv.cfg": "home = C:\\Python313\r\nversion = 3.13.0\r\n",
        "app/env/Scripts/python.exe": "MZ",
        "app/env/Lib/site-packages/pip/__init__.py": "",
        "app/env/Include/": "",
      },
      place: "app/env",
      safety: "low",
    },
    "one with a stamp of make in it": {
      tree: { ...VENV, "app/.venv/.installed": "" },
      place: "app/.venv",
      safety: "low",
    },
    "a program of pipx's without its record, as data": {
      tree: moved(VENV, "app/.venv", "pipx/venvs/black"),
      place: "pipx/venvs/black",
      safety: "data",
    },
    "a program of uv's without its record, as data": {
      tree: moved(VENV, "app/.venv", "uv/tools/ruff"),
      place: "uv/tools/ruff",
      safety: "data",
    },
    "a named one of pyenv's, by hand only": {
      tree: moved(VENV, "app/.venv", "versions/3.13.0/envs/work"),
      place: "versions/3.13.0/envs/work",
      safety: "medium",
    },
    "a named one of virtualenvwrapper's, by hand only": {
      tree: moved(VENV, "app/.venv", ".virtualenvs/work"),
      place: ".virtualenvs/work",
      safety: "medium",
    },
    "one there that belongs to a project": {
      tree: { ...moved(VENV, "app/.venv", ".virtualenvs/work-x1y2"), ".virtualenvs/work-x1y2/.project": "/srv/work" },
      place: ".virtualenvs/work-x1y2",
      safety: "low",
    },
    "one in a directory called venvs, tools or envs elsewhere": {
      tree: moved(VENV, "app/.venv", "mine/venvs/black"),
      place: "mine/venvs/black",
      safety: "low",
    },
    "one that a project was made in, as data": {
      tree: { ...VENV, "app/.venv/mysite/urls.py": "urlpatterns = []\n" },
      place: "app/.venv",
      safety: "data",
    },
  },
  leftAlone: {
    "a directory that is only called venv": {
      tree: { "app/venv/bin/python3": "", "app/venv/lib/python3.13/site-packages/": "", "app/venv/notes.md": "mine" },
      place: "app/venv",
    },
    "pyvenv.cfg without an interpreter": {
      tree: { "app/x/pyvenv.cfg": "home = /usr/bin\n", "app/x/lib/python3.13/site-packages/six.py": "" },
      place: "app/x",
    },
    "pyvenv.cfg without `home`": { tree: { ...VENV, "app/.venv/pyvenv.cfg": "mine = 1\n" }, place: "app/.venv" },
    "a pyvenv.cfg that is a directory": {
      tree: { "x/pyvenv.cfg/": "", "x/bin/python3": "", "x/lib/python3.13/site-packages/": "" },
      place: "x",
    },
    "a project that an environment was made in": {
      tree: { ...moved(VENV, "app/.venv", "app"), "app/pyproject.toml": "[project]\n", "app/src/": "" },
      place: "app",
    },
    "scripts that an environment was made among": {
      tree: { ...moved(VENV, "app/.venv", "app"), "app/analysis.py": "print()\n" },
      place: "app",
    },
    "a Django project that an environment was made around": {
      tree: { ...moved(VENV, "app/.venv", "app"), "app/mysite/manage.py": "" },
      place: "app",
    },
    "a link to an environment": {
      tree: { ...moved(VENV, "app/.venv", "central/env"), "app/.venv": { link: "../central/env" } },
      place: "app/.venv",
    },
    "an environment whose site-packages lie behind a link": {
      tree: {
        "x/pyvenv.cfg": "home = /usr/bin\n",
        "x/bin/python3": "",
        "x/lib": { link: "../other/lib" },
        "other/lib/python3.13/site-packages/six.py": "",
      },
      place: "x",
    },
  },
});
