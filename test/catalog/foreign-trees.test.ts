import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { foreignTrees } from "../../src/catalog/foreign-trees.ts";
import { nameOf, type AbsolutePath } from "../../src/model/path.ts";
import { placeAt } from "../../src/proof/place.ts";
import { holds } from "../../src/proof/prove.ts";
import { recogniser } from "../../src/scan/recognise.ts";
import { CACHEDIR_TAG, grow, type Case } from "./describe-artifact.ts";

const trees = recogniser(foreignTrees);
const HEAD = "ref: refs/heads/main\n";

/** One tree of each kind, and what only looks like it. */
const CASES: Readonly<Record<string, { readonly found: Case; readonly lookAlikes: Readonly<Record<string, Case>> }>> = {
  "version-control": {
    found: { tree: { "app/.git/HEAD": HEAD }, place: "app/.git" },
    lookAlikes: { "a folder named git": { tree: { "app/git/x": "" }, place: "app/git" } },
  },
  "bare-repository": {
    found: { tree: { "r/HEAD": HEAD, "r/objects/": "", "r/refs/": "" }, place: "r" },
    lookAlikes: {
      "a folder with a HEAD": { tree: { "r/HEAD": "head of the list", "r/objects/": "", "r/refs/": "" }, place: "r" },
    },
  },
  "mlflow-runs": {
    found: { tree: { "app/mlruns/0/meta.yaml": "" }, place: "app/mlruns" },
    lookAlikes: { "a package": { tree: { "app/mlruns/__init__.py": "" }, place: "app/mlruns" } },
  },
  "wandb-runs": {
    found: { tree: { "app/wandb/offline-run-20261121_061500-abc/x": "" }, place: "app/wandb" },
    lookAlikes: { "the package wandb": { tree: { "app/wandb/run.py": "" }, place: "app/wandb" } },
  },
  trash: {
    found: { tree: { "share/Trash/files/": "", "share/Trash/info/": "" }, place: "share/Trash" },
    lookAlikes: { "a folder named Trash": { tree: { "app/Trash/src/x.py": "" }, place: "app/Trash" } },
  },
  "uv-cache": {
    found: { tree: { "u/CACHEDIR.TAG": CACHEDIR_TAG, "u/wheels-v7/": "" }, place: "u" },
    lookAlikes: {
      "another tool's cache": { tree: { "u/CACHEDIR.TAG": CACHEDIR_TAG, "u/x/": "" }, place: "u" },
      "buckets without a tag": { tree: { "u/CACHEDIR.TAG": "mine", "u/wheels-v7/": "" }, place: "u" },
    },
  },
  "pip-cache": {
    found: { tree: { "c/pip/http-v2/": "", "c/pip/selfcheck/": "" }, place: "c/pip" },
    lookAlikes: { "pip's source": { tree: { "c/pip/src/": "", "c/pip/http/": "" }, place: "c/pip" } },
  },
  "poetry-cache": {
    found: { tree: { "pypoetry/artifacts/ab/": "" }, place: "pypoetry/artifacts" },
    lookAlikes: {
      "poetry's environments": { tree: { "pypoetry/virtualenvs/a/": "" }, place: "pypoetry/virtualenvs" },
      "a project's artifacts": { tree: { "app/artifacts/x": "" }, place: "app/artifacts" },
    },
  },
  "conda-packages": {
    found: { tree: { "mc/pkgs/urls.txt": "", "mc/pkgs/six-1.conda": "" }, place: "mc/pkgs" },
    lookAlikes: {
      "a crawler": { tree: { "app/urls.txt": "https://…", "app/cache/": "" }, place: "app" },
      "a list in a folder of packages": { tree: { "app/pkgs/urls.txt": "", "app/pkgs/a.py": "" }, place: "app/pkgs" },
    },
  },
  "rattler-cache": {
    found: { tree: { "rattler/cache/repodata/": "", "rattler/cache/pkgs/": "" }, place: "rattler/cache" },
    lookAlikes: { "a channel": { tree: { "app/repodata/": "", "app/pkgs/": "" }, place: "app" } },
  },
  "virtualenv-data": {
    found: { tree: { "c/virtualenv/wheel/3.13/": "", "c/virtualenv/py_info/5/": "" }, place: "c/virtualenv" },
    lookAlikes: {
      "virtualenv's source": { tree: { "c/virtualenv/src/": "", "c/virtualenv/wheel/": "" }, place: "c/virtualenv" },
    },
  },
  "pre-commit-cache": {
    found: { tree: { "pc/db.db": "SQLite format 3\0", "pc/.lock": "" }, place: "pc" },
    lookAlikes: { "an application's database": { tree: { "app/db.db": "SQLite format 3\0" }, place: "app" } },
  },
  huggingface: {
    found: { tree: { "huggingface/hub/models--a--b/": "", "huggingface/token": "" }, place: "huggingface" },
    lookAlikes: {
      "checkouts of their repositories": {
        tree: { "huggingface/datasets/setup.py": "", "huggingface/hub/src/": "" },
        place: "huggingface",
      },
    },
  },
  "huggingface-hub": {
    found: { tree: { "x/hub/models--a--b/snapshots/": "" }, place: "x/hub" },
    lookAlikes: { "a package": { tree: { "x/hub/models.py": "" }, place: "x/hub" } },
  },
  "node-modules": {
    found: { tree: { "app/node_modules/a/": "" }, place: "app/node_modules" },
    lookAlikes: { "another name": { tree: { "app/modules/a/": "" }, place: "app/modules" } },
  },
  "cargo-home": {
    found: { tree: { "h/.cargo/registry/cache/": "" }, place: "h/.cargo" },
    lookAlikes: { "a project's configuration": { tree: { "app/.cargo/config.toml": "" }, place: "app/.cargo" } },
  },
  rustup: {
    found: { tree: { "h/.rustup/toolchains/": "" }, place: "h/.rustup" },
    lookAlikes: { "rustup's source": { tree: { "h/rustup/src/": "" }, place: "h/rustup" } },
  },
  "cargo-target": {
    found: { tree: { "a/target/CACHEDIR.TAG": CACHEDIR_TAG, "a/target/.rustc_info.json": "{}" }, place: "a/target" },
    lookAlikes: { "one without a tag": { tree: { "a/target/.rustc_info.json": "{}" }, place: "a/target" } },
  },
  "go-modules": {
    found: { tree: { "go/pkg/mod/cache/download/": "" }, place: "go/pkg/mod" },
    lookAlikes: { "a package": { tree: { "app/mod/cache/download/": "" }, place: "app/mod" } },
  },
  "installed-python": {
    found: {
      tree: { "py/bin/python3.13": { link: "elsewhere" }, "py/lib/python3.13/os.py": "" },
      place: "py",
    },
    lookAlikes: {
      "an environment": {
        tree: { "py/bin/python3": "", "py/lib/python3.13/os.py": "", "py/pyvenv.cfg": "home = /usr/bin\n" },
        place: "py",
      },
      "a project with scripts": { tree: { "app/bin/python-lint": "", "app/lib/python/x.py": "" }, place: "app" },
    },
  },
  "installed-python-windows": {
    found: { tree: { "py/python.exe": "", "py/Lib/os.py": "" }, place: "py" },
    lookAlikes: { "a lone program": { tree: { "py/python.exe": "" }, place: "py" } },
  },
  "uv-data": {
    found: { tree: { "share/uv/tools/ruff/uv-receipt.toml": "" }, place: "share/uv" },
    lookAlikes: { "uv's source": { tree: { "src/uv/python/uv/__init__.py": "" }, place: "src/uv" } },
  },
  pipx: {
    found: { tree: { "pipx/venvs/black/pipx_metadata.json": "{}" }, place: "pipx" },
    lookAlikes: { "a folder of environments": { tree: { "app/venvs/a/pyvenv.cfg": "" }, place: "app" } },
  },
  "homebrew-cellar": {
    found: { tree: { "brew/Cellar/ipython/9.0/INSTALL_RECEIPT.json": "{}" }, place: "brew/Cellar" },
    lookAlikes: { wines: { tree: { "app/Cellar/wines.py": "" }, place: "app/Cellar" } },
  },
  flatpak: {
    found: {
      tree: { "f/flatpak/repo/objects/": "", "f/flatpak/exports/": "", "f/flatpak/app/": "" },
      place: "f/flatpak",
    },
    lookAlikes: {
      "flatpak's source": { tree: { "f/flatpak/app/main.c": "", "f/flatpak/repo/": "" }, place: "f/flatpak" },
    },
  },
  "nix-store": {
    found: { tree: { "nix/store/abc-python/": "" }, place: "nix/store" },
    lookAlikes: { "a shop": { tree: { "app/store/models.py": "" }, place: "app/store" } },
  },
  containers: {
    found: { tree: { "l/docker/image/": "", "l/docker/overlay2/": "" }, place: "l/docker" },
    lookAlikes: { "a project's Dockerfiles": { tree: { "app/docker/image/": "" }, place: "app/docker" } },
  },
  "editor-extensions": {
    found: {
      tree: { "e/extensions/extensions.json": '[{"identifier":{"id":"ms-python.python"}}]' },
      place: "e/extensions",
    },
    lookAlikes: { "a browser's": { tree: { "e/extensions/extensions.json": "{}" }, place: "e/extensions" } },
  },
};

describe.each(foreignTrees)("$id", ({ id }) => {
  test("has a tree and a look-alike", () => {
    expect(Object.keys(CASES[id]?.lookAlikes ?? {}).length).toBeGreaterThanOrEqual(1);
  });

  test("is recognised", () => {
    expect(recognised(grow(CASES[id]!.found))).toBe(id);
  });

  test.each(Object.entries(CASES[id]?.lookAlikes ?? {}))("%s is none", (_, lookAlike) => {
    expect(recognised(grow(lookAlike))).toBeUndefined();
  });
});

/** As the walk does it: the first tree that the name or the entries suggest and that is proven. */
function recognised(path: AbsolutePath): string | undefined {
  const suggested = [...trees.byName(nameOf(path)), ...trees.byEntries(new Set(readdirSync(path)))];
  return suggested.find(({ proof }) => !proof || holds(proof, placeAt(path)))?.id;
}
