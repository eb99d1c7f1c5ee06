import { execFileSync } from "node:child_process";
import { existsSync, utimesSync } from "node:fs";
import { expect, test } from "vitest";
import { pyshedIn } from "../cli/cleaning.ts";
import { snapshot } from "../support/snapshot.ts";
import { temporaryTree, type TemporaryTree } from "../support/temporary-tree.ts";
import { plant, plantEnvironment } from "../support/trees.ts";

/** Promise 2, by the places where people keep what they have only once. Each lies where something disposable would. */

const SITE = "lib/python3.11/site-packages";
const PYC = Buffer.from([0xf3, 0x0d, 0x0d, 0x0a, ...Buffer.alloc(12)]);
const HOUR_MS = 3_600_000;

function environment(tree: TemporaryTree, name: string, files: Readonly<Record<string, string>> = {}): void {
  plantEnvironment(tree.at(name));
  plant(tree.at(name), files);
}

const SITUATIONS: Readonly<Record<string, (tree: TemporaryTree) => void>> = {
  "`python -m venv .` in a directory of notes": (tree) => {
    tree.file("notes/measurements.csv", "1,2\n");
    execFileSync("python3", ["-m", "venv", "--without-pip", tree.at("notes")], { cwd: "/", env: tree.environment });
  },
  "`python -m venv .` in a project": (tree) => {
    tree.file("app/requirements.txt", "six\n");
    execFileSync("python3", ["-m", "venv", "--without-pip", tree.at("app")], { cwd: "/", env: tree.environment });
  },
  "secrets in an environment": (tree) => environment(tree, "app/.venv", { ".env": "TOKEN=x\n" }),
  "a key below bin": (tree) => environment(tree, "app/.venv", { "bin/id_ed25519": "secret" }),
  "a database": (tree) => environment(tree, "app/.venv", { "var/db.sqlite3": "SQLite format 3" }),
  "a notebook among the packages": (tree) => environment(tree, "app/.venv", { [`${SITE}/demo/mine.ipynb`]: "{}" }),
  "a directory of notebooks": (tree) => environment(tree, "app/.venv", { "notebooks/a.ipynb": "{}" }),
  "an environment inside an environment": (tree) => {
    environment(tree, "app/.venv");
    environment(tree, "app/.venv/inner");
  },
  "a file beside tox's environments": (tree) => {
    tree.file("app/tox.ini", "[tox]\n");
    environment(tree, "app/.tox/py311");
    tree.file("app/.tox/results.csv", "1,2\n");
  },
  "a file inside one of tox's environments": (tree) => {
    tree.file("app/tox.ini", "[tox]\n");
    environment(tree, "app/.tox/py311", { "results.csv": "1,2\n" });
  },
  "a directory beside nox's environments": (tree) => {
    tree.file("app/noxfile.py");
    environment(tree, "app/.nox/tests");
    tree.file("app/.nox/figures/a.svg", "<svg/>");
  },
  "the only copy of a wheel": (tree) => {
    plant(tree.at("app"), { "pyproject.toml": "", "dist/demo-1.0-py3-none-any.whl": "PK" });
    plant(tree.at("app"), { "wheelhouse/lost-1.0-py3-none-any.whl": "PK" });
  },
  "scripts in build": (tree) => plant(tree.at("app"), { "pyproject.toml": "", "build/lib/release.py": "print()\n" }),
  "a build directory with notes": (tree) =>
    plant(tree.at("app"), { "setup.py": "", "build/lib/demo/__init__.py": "", "build/notes.txt": "mine" }),
  "a checkpoint whose notebook is gone": (tree) =>
    plant(tree.at("app"), { ".ipynb_checkpoints/lost-checkpoint.ipynb": "{}" }),
  "a checkpoint whose notebook a full disk has emptied": (tree) => {
    plant(tree.at("app"), { ".ipynb_checkpoints/a-checkpoint.ipynb": "{}", "a.ipynb": "" });
    const before = new Date(Date.now() - HOUR_MS);
    utimesSync(tree.at("app/.ipynb_checkpoints/a-checkpoint.ipynb"), before, before);
  },
  "bytecode without its source": (tree) => plant(tree.at("app"), { "only.pyc": PYC, "other.py": "" }),
  "the metadata of a development install": (tree) =>
    plant(tree.at("app"), {
      "setup.py": "",
      "demo.egg-info/PKG-INFO": "Metadata-Version: 2.1\nName: demo\n",
      "demo.egg-info/SOURCES.txt": "setup.py\n",
    }),
  "failing examples that hypothesis has found": (tree) =>
    plant(tree.at("app/.hypothesis"), { "examples/0a/0b": "x", "unicode_data/15/codec.gz": "x" }),
  "the base of a conda installation": (tree) =>
    plant(tree.at("miniconda3"), {
      "conda-meta/history": "==> 2026-01-01 00:00:00 <==\n",
      "condabin/conda": "#!/bin/sh\n",
      "pkgs/urls.txt": "",
      "bin/python": "",
    }),
  "programs of pipx and uv": (tree) => {
    environment(tree, "share/pipx/venvs/black");
    environment(tree, "share/uv/tools/ruff");
  },
  "pixi's configuration": (tree) =>
    plant(tree.at("app"), { "pixi.toml": "", "pixi.lock": "", ".pixi/config.toml": "[mirrors]\n" }),
  "an editable checkout": (tree) => {
    environment(tree, "app/.venv");
    execFileSync("git", ["init", "-q", tree.directory("app/.venv/src/mine")], { env: { ...tree.environment } });
  },
};

const ANYHOW = ["--yes", "--force", "--permanent", "-p", "none"];

test("what people keep where leftovers lie stays, every byte of it, and the leftovers beside it go", async () => {
  const tree = temporaryTree();
  Object.entries(SITUATIONS).forEach(([, make], index) => {
    const own = tree.directory(`case-${index}`);
    make({ ...tree, path: own, ...within(tree, `case-${index}`) });
    environment(tree, `case-${index}/plain/.venv`);
  });
  const before = snapshot(tree.path);
  const { stdout } = await pyshedIn(tree, "clean", ...ANYHOW);
  const after = snapshot(tree.path);
  const names = Object.keys(SITUATIONS);
  const gone = Object.keys(before).filter((path) => !(path in after) && !/^case-\d+\/plain\/\.venv(\/|$)/.test(path));
  const blamed = gone.map((path) => `${names[Number(/^case-(\d+)/.exec(path)![1])]}: ${path}`);
  expect(blamed).toEqual([]);
  const changed = Object.keys(after).filter((path) => before[path]!.includes("sha256") && before[path] !== after[path]);
  expect(changed).toEqual([]);
  expect(names.filter((_, index) => existsSync(tree.at(`case-${index}/plain/.venv`)))).toEqual([]);
  expect(stdout).toContain(`Cleaned ${names.length} environments`);
});

/** The same tree, one directory deeper. */
function within(tree: TemporaryTree, top: string): Pick<TemporaryTree, "at" | "directory" | "file"> {
  return {
    at: (...parts) => tree.at(top, ...parts),
    directory: (name) => tree.directory(`${top}/${name}`),
    file: (name, content) => tree.file(`${top}/${name}`, content),
  };
}
