import { expect, test } from "vitest";
import { locate } from "../../src/caches/locate.ts";
import { everyStore } from "../../src/catalog/every-store.ts";
import type { Host } from "../../src/system/host.ts";
import { hostOn, sourcesOf } from "./look-at.ts";

function first(store: string, host: Host, files: Readonly<Record<string, string>> = {}): string | undefined {
  return locate(
    host,
    everyStore.find(({ id }) => id === store)!,
    sourcesOf(files),
  )[0]?.path;
}

const LOCAL = { LOCALAPPDATA: "D:\\Local" };

test.each<[string, NodeJS.Platform, Record<string, string>, string | undefined]>([
  ["poetry", "linux", {}, "/home/me/.cache/pypoetry"],
  ["poetry", "linux", { XDG_CACHE_HOME: "/data" }, "/data/pypoetry"],
  ["poetry", "linux", { POETRY_CACHE_DIR: "~/p" }, "/home/me/p"],
  ["poetry", "linux", { POETRY_CACHE_DIR: "" }, "/home/me/.cache/pypoetry"],
  ["poetry", "darwin", {}, "/home/me/Library/Caches/pypoetry"],
  ["poetry", "win32", LOCAL, "D:/Local/pypoetry/Cache"],
  ["poetry", "win32", {}, "C:/Users/me/AppData/Local/pypoetry/Cache"],
  ["pdm", "linux", {}, "/home/me/.cache/pdm"],
  ["pdm", "linux", { PDM_CACHE_DIR: "~/p", XDG_CACHE_HOME: "/data" }, "/home/me/p"],
  ["pdm", "darwin", {}, "/home/me/Library/Caches/pdm"],
  ["pdm", "win32", LOCAL, "D:/Local/pdm/pdm/Cache"],
  ["hatch", "linux", { HATCH_CACHE_DIR: "~/h" }, "/home/me/h"],
  ["hatch", "linux", {}, "/home/me/.cache/hatch"],
  ["hatch", "darwin", {}, "/home/me/Library/Caches/hatch"],
  ["hatch", "win32", LOCAL, "D:/Local/hatch/Cache"],
  ["pipenv", "linux", {}, "/home/me/.cache/pipenv"],
  ["pipenv", "linux", { PIPENV_CACHE_DIR: "" }, "/home/me/.cache/pipenv"],
  ["pipenv", "darwin", {}, "/home/me/Library/Caches/pipenv"],
  ["pipenv", "win32", LOCAL, "D:/Local/pipenv/pipenv/Cache"],
  ["pipx", "linux", {}, "/home/me/.cache/pipx"],
  ["pipx", "darwin", {}, "/home/me/Library/Caches/pipx"],
  ["pipx", "win32", LOCAL, "D:/Local/pipx/pipx/Cache"],
  ["pipx-home", "linux", {}, "/home/me/.local/share/pipx"],
  ["pipx-home", "linux", { PIPX_HOME: "~/x" }, "/home/me/x"],
  ["pipx-home", "darwin", {}, "/home/me/Library/Application Support/pipx"],
  ["pipx-home", "win32", LOCAL, "D:/Local/pipx/pipx"],
  ["virtualenv", "linux", {}, "/home/me/.cache/virtualenv"],
  ["virtualenv", "linux", { VIRTUALENV_OVERRIDE_APP_DATA: "/o" }, "/o"],
  ["virtualenv", "linux", { VIRTUALENV_OVERRIDE_APP_DATA: "/o", VIRTUALENV_APP_DATA: "/a" }, "/a"],
  ["virtualenv", "darwin", {}, "/home/me/Library/Caches/virtualenv"],
  ["virtualenv", "win32", LOCAL, "D:/Local/pypa/virtualenv/Cache"],
  ["pre-commit", "linux", {}, "/home/me/.cache/pre-commit"],
  ["pre-commit", "darwin", {}, "/home/me/.cache/pre-commit"],
  ["pre-commit", "win32", {}, "C:/Users/me/.cache/pre-commit"],
  ["pre-commit", "win32", { XDG_CACHE_HOME: "E:\\c" }, "E:/c/pre-commit"],
  ["pre-commit", "linux", { PRE_COMMIT_HOME: "/pc", XDG_CACHE_HOME: "/data" }, "/pc"],
  ["pyenv", "linux", {}, "/home/me/.pyenv/cache"],
  ["pyenv", "darwin", { PYENV_ROOT: "/opt/pyenv" }, "/opt/pyenv/cache"],
  ["pyenv", "linux", { PYTHON_BUILD_CACHE_PATH: "/src", PYENV_ROOT: "/opt/pyenv" }, "/src"],
  ["pyenv", "win32", {}, undefined],
  ["pyenv-versions", "darwin", {}, "/home/me/.pyenv/versions"],
])("%#: %s on %s with %j", (store, platform, environment, expected) => {
  expect(first(store, hostOn(platform, environment))).toBe(expected);
});

test("what their configuration files say, below what the environment says", () => {
  const files = {
    "/home/me/.config/pypoetry/config.toml": 'cache-dir = "~/from-config"\n[virtualenvs]\npath = "/envs"\n',
    "/home/me/.config/pdm/config.toml": 'cache_dir = "/pdm"\n[install]\ncache = "true"\n',
    "/home/me/.config/hatch/config.toml": 'mode = "local"\n[dirs]\nproject = []\ncache = "/hatch"\n[dirs.env]\n',
    "/home/me/Library/Application Support/pypoetry/config.toml": "cache-dir = '/mac'\n",
    "D:/Roaming/pypoetry/config.toml": 'cache-dir = "E:\\\\poetry"\n',
  };
  expect(first("poetry", hostOn("linux", {}), files)).toBe("/home/me/from-config");
  expect(first("poetry", hostOn("linux", { POETRY_CACHE_DIR: "/variable" }), files)).toBe("/variable");
  expect(first("poetry", hostOn("darwin", {}), files)).toBe("/mac");
  expect(first("poetry", hostOn("win32", { APPDATA: "D:\\Roaming" }), files)).toBe("E:/poetry");
  expect(first("pdm", hostOn("linux", {}), files)).toBe("/pdm");
  expect(first("hatch", hostOn("linux", {}), files)).toBe("/hatch");
});

test("pipx's old home counts where it is there, and before the new one", () => {
  expect(first("pipx-home", hostOn("linux", {}), { "/home/me/.local/pipx": "" })).toBe("/home/me/.local/pipx");
});
