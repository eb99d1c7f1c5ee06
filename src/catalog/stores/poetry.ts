import type { Store } from "../../model/store.ts";
import { userCache } from "../user-directories.ts";

export const poetry: Store = {
  id: "poetry",
  tool: "poetry",
  title: "poetry cache",
  locations: [
    { variable: "POETRY_CACHE_DIR", expandsHome: true },
    {
      setting: {
        files: [
          { variable: "POETRY_CONFIG_DIR", below: "config.toml" },
          { variable: "XDG_CONFIG_HOME", below: "pypoetry/config.toml", on: ["linux", "darwin"] },
          { home: ".config/pypoetry/config.toml", on: ["linux"] },
          { home: "Library/Application Support/pypoetry/config.toml", on: ["darwin"] },
          { variable: "APPDATA", below: "pypoetry/config.toml", on: ["win32"] },
        ],
        format: "toml",
        section: "",
        key: "cache-dir",
        expandsHome: true,
      },
    },
    ...userCache("pypoetry", "pypoetry/Cache"),
  ],
  proof: {
    any: [
      { entry: "cache/repositories", type: "directory" },
      { entry: "artifacts/*/*/*", type: "directory", seen: "artifacts by hash" },
    ],
  },
  parts: [
    { id: "index", title: "answers of indexes", entry: /^cache$/, safety: "safe", removedBy: "owner-in-part" },
    {
      id: "artifacts",
      title: "downloads and wheels built from them",
      entry: /^artifacts$/,
      safety: "low",
      removedBy: "pyshed",
    },
    {
      id: "environments",
      title: "environments of projects: no cache",
      entry: /^virtualenvs$/,
      safety: "data",
      removedBy: "nobody",
    },
    {
      id: "sources",
      title: "repositories that dependencies come from",
      entry: /^src$/,
      safety: "medium",
      removedBy: "nobody",
    },
    { id: "tag", title: "mark of a cache directory", entry: /^CACHEDIR\.TAG$/, safety: "safe", removedBy: "nobody" },
  ],
  owner: {
    programs: ["poetry"],
    // `.` is the directory that holds all of them.
    arguments: ["cache", "clear", "--all", "."],
    place: [],
    quietly: ["--no-interaction", "--no-ansi", "--no-plugins"],
    environment: { POETRY_CACHE_DIR: "{path}" },
    version: ["--version"],
    timeLimitMs: 10 * 60_000,
  },
  restoredBy: "the next poetry lock or poetry install",
  sources: [
    {
      fact: "cache/repositories, artifacts, virtualenvs and src below the cache directory; XDG counts on macOS too",
      seen: "poetry 2.5.1 (config/config.py, vcs/git/backend.py) with platformdirs 4.14.5; the first three on disk",
      checked: "2026-11-21",
    },
    {
      fact: "`cache clear --all .` empties cache/repositories only: artifacts and virtualenvs stay",
      seen: "poetry 2.5.1, run",
      checked: "2026-11-21",
    },
    {
      fact: "POETRY_CACHE_DIR goes before config.toml, and a leading ~ is read in both",
      seen: "poetry 2.5.1, config/config.py",
      checked: "2026-11-21",
    },
    { fact: "a cleaner that took the whole cache took the environments", seen: "tw93/Mole#215", checked: "2026-11-21" },
  ],
};
