import { expect, test } from "vitest";
import { surveyCaches } from "../../src/app/caches.ts";
import { isWithin, relativeTo, type AbsolutePath } from "../../src/model/path.ts";
import { snapshot } from "../support/snapshot.ts";
import { temporaryTree } from "../support/temporary-tree.ts";
import { hostIn, plant } from "../support/trees.ts";
import { CACHEDIR_TAG } from "../catalog/describe-artifact.ts";

/** What people lost to other cleaners: settings, histories and credentials that lie among caches. */
const PRECIOUS = {
  ".ipython/profile_default/history.sqlite": "SQLite format 3",
  ".ipython/profile_default/startup/00-mine.py": "x = 1",
  ".ipython/profile_default/db/autorestore/results": "stored by %store",
  ".ipython/profile_default/db/stored_aliases": "x",
  ".ipython/profile_default/db/bookmarks": "x",
  ".jupyter/jupyter_lab_config.py": "c = 1",
  ".jupyter/migrated": "",
  ".local/share/jupyter/kernels/mine/kernel.json": "{}",
  ".local/share/jupyter/runtime/jupyter_cookie_secret": "secret",
  ".pythranrc": "[compiler]",
  ".config/wandb/settings": "[default]",
  ".matplotlib/matplotlibrc": "lines.linewidth: 2",
  ".matplotlib/stylelib/mine.mplstyle": "",
  ".config/matplotlib/matplotlibrc": "lines.linewidth: 2",
  ".keras/keras.json": '{"floatx": "float32"}',
  ".cache/huggingface/token": "hf_secret",
  ".cache/huggingface/stored_tokens": "[me]",
  ".cache/gdown/cookies.txt": "secret",
  ".triton/dump/mine.ptx": "x",
  ".pixi/config.toml": "default-channels = []",
  ".pixi/manifests/pixi-global.toml": "version = 1",
  "project/.pixi/config.toml": "detached-environments = true",
  "project/mlruns/0/meta.yaml": "x",
  "project/wandb/offline-run-1/run.wandb": "x",
  ".ansible/collections/mine/x": "x",
  ".netrc": "secret",
};

/** Caches that lie right beside them. */
const CACHES = {
  ".cache/huggingface/hub/models--m/snapshots/abc/model.bin": "x",
  ".cache/huggingface/hub/CACHEDIR.TAG": CACHEDIR_TAG,
  ".cache/matplotlib/fontlist-v3.11.0.json": "{}",
  ".ipython/profile_default/db/syscmdlist": "x",
  ".local/share/jupyter/runtime/jpserver-99999999.json": "{}",
  ".keras/models/vgg16.h5": "x",
  [`.triton/cache/${"A".repeat(52)}/add.ptx`]: "x",
  ".cache/rattler/cache/pkgs/a-1.0-0/info/index.json": "{}",
  ".ansible/tmp/ansible-local-1/x": "x",
};

test("no cache that can go holds settings, histories, credentials or work", () => {
  const tree = temporaryTree();
  const home = tree.directory("home") as AbsolutePath;
  plant(home, PRECIOUS);
  const alone = surveyCaches(hostIn(home));
  expect(alone.list.caches.filter(({ removable }) => removable.allocated > 0)).toEqual([]);
  plant(home, CACHES);
  const before = snapshot(home);
  const { surveyed } = surveyCaches(hostIn(home));
  const found = surveyed.filter(({ cache }) => cache.removable.allocated > 0).map(({ cache }) => cache.store);
  expect(found.toSorted()).toEqual([
    "huggingface",
    "ipython",
    "jupyter-runtime",
    "keras",
    "matplotlib",
    "pixi",
    "triton",
  ]);
  for (const { cache, store } of surveyed) {
    for (const part of cache.parts.filter(({ removable }) => removable.allocated > 0)) {
      for (const entry of part.entries) {
        const place = `${cache.path}/${entry}`;
        expect([
          store.id,
          Object.keys(PRECIOUS).filter(
            (name) => `${home}/${name}`.startsWith(`${place}/`) || `${home}/${name}` === place,
          ),
        ]).toEqual([store.id, []]);
      }
    }
  }
  expect(snapshot(home)).toEqual(before);
});

/** Where the same things lie on macOS and on Windows: matplotlib keeps settings and cache in one directory there. */
test.each([
  ["darwin", { "Library/Jupyter/kernels/mine/kernel.json": "{}", "Library/Caches/Jedi/notes.txt": "mine" }],
  ["win32", { "AppData/Roaming/jupyter/kernels/mine/kernel.json": "{}", "AppData/Roaming/pip/pip.ini": "[global]" }],
] as const)("on %s neither, and of ~/.matplotlib the list of fonts alone", (platform, own) => {
  const tree = temporaryTree();
  const home = tree.directory("home") as AbsolutePath;
  const precious = { ...PRECIOUS, ...own };
  plant(home, { ...precious, ".matplotlib/fontlist-v3.11.0.json": "{}", ".keras/models/vgg16.h5": "x" });
  const local = { LOCALAPPDATA: `${home}/AppData/Local`, APPDATA: `${home}/AppData/Roaming` };
  const host = { ...hostIn(home, platform === "win32" ? local : {}), platform };
  const goes = surveyCaches(host).surveyed.flatMap(({ going }) => going.map(({ path }) => relativeTo(path, home)));
  expect(goes.toSorted()).toEqual([".keras/models", ".matplotlib/fontlist-v3.11.0.json"]);
  const lost = Object.keys(precious).filter((name) => goes.some((gone) => isWithin(name, gone)));
  expect(lost).toEqual([]);
});
