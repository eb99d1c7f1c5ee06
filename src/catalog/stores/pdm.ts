import type { Store } from "../../model/store.ts";
import { userCache } from "../user-directories.ts";

export const pdm: Store = {
  id: "pdm",
  tool: "pdm",
  title: "pdm cache",
  locations: [
    { variable: "PDM_CACHE_DIR", expandsHome: true },
    {
      setting: {
        files: [
          { variable: "PDM_CONFIG_FILE" },
          { variable: "XDG_CONFIG_HOME", below: "pdm/config.toml", on: ["linux", "darwin"] },
          { home: ".config/pdm/config.toml", on: ["linux"] },
          { home: "Library/Application Support/pdm/config.toml", on: ["darwin"] },
          { variable: "LOCALAPPDATA", below: "pdm/pdm/config.toml", on: ["win32"] },
        ],
        format: "toml",
        section: "",
        key: "cache_dir",
        expandsHome: true,
      },
    },
    ...userCache("pdm"),
  ],
  proof: {
    any: [
      { entry: "http/http-cache.db", type: "file" },
      { entry: "metadata/package_meta_*.json", type: "file" },
      { entry: "packages/*.whl.cache", type: "directory" },
    ],
  },
  parts: [
    { id: "http", title: "answers of indexes", entry: /^http$/, safety: "safe", removedBy: "owner-in-part" },
    { id: "hashes", title: "hashes of downloads", entry: /^hashes$/, safety: "safe", removedBy: "owner-in-part" },
    { id: "metadata", title: "what packages need", entry: /^metadata$/, safety: "safe", removedBy: "owner-in-part" },
    {
      id: "wheels",
      title: "wheels built on this machine",
      entry: /^wheels$/,
      safety: "low",
      removedBy: "owner-in-part",
    },
    {
      id: "packages",
      title: "unpacked wheels that environments link to",
      entry: /^packages$/,
      safety: "low",
      removedBy: "owner-in-part",
    },
    { id: "plugins", title: "plugins of projects", entry: /^plugins$/, safety: "low", removedBy: "nobody" },
    {
      id: "own",
      title: "what pdm keeps for itself",
      entry: /^(use_cache\.json|pip\.whl|\.compat_libs(\.lock)?|CACHEDIR\.TAG)$/,
      safety: "safe",
      removedBy: "nobody",
    },
  ],
  isLinkedInto: true,
  owner: {
    programs: ["pdm"],
    arguments: ["cache", "clear"],
    place: [],
    quietly: [],
    environment: { PDM_CACHE_DIR: "{path}", PDM_CHECK_UPDATE: "0" },
    version: ["--version"],
    timeLimitMs: 10 * 60_000,
  },
  restoredBy: "the next pdm lock or pdm install",
  sources: [
    {
      fact: "hashes, http, metadata, packages and wheels; use_cache.json, pip.whl, plugins and .compat_libs beside them",
      seen: "pdm 2.29.3 (project/core.py, environments/base.py, cli/commands/use.py); all but the last three on disk",
      checked: "2026-11-21",
    },
    {
      fact: "PDM_CACHE_DIR goes before cache_dir of config.toml; platformdirs with its default author on Windows",
      seen: "pdm 2.29.3, project/config.py with platformdirs 4.9.6",
      checked: "2026-11-21",
    },
    {
      fact: "`cache clear` removes files and leaves directories; of packages it removes those whose .referrers are all gone",
      seen: "pdm 2.29.3, cli/commands/cache.py, and run",
      checked: "2026-11-21",
    },
    {
      fact: "with install.cache an environment holds links into packages",
      seen: "pdm 2.29.3, run",
      checked: "2026-11-21",
    },
  ],
};
