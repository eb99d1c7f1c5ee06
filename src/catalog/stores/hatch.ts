import type { Store } from "../../model/store.ts";
import { userCache } from "../user-directories.ts";

export const hatch: Store = {
  id: "hatch",
  tool: "hatch",
  title: "hatch cache",
  locations: [
    { variable: "HATCH_CACHE_DIR", expandsHome: true },
    {
      setting: {
        files: [
          { variable: "HATCH_CONFIG" },
          { variable: "XDG_CONFIG_HOME", below: "hatch/config.toml", on: ["linux", "darwin"] },
          { home: ".config/hatch/config.toml", on: ["linux"] },
          { home: "Library/Application Support/hatch/config.toml", on: ["darwin"] },
          { variable: "LOCALAPPDATA", below: "hatch/config.toml", on: ["win32"] },
        ],
        format: "toml",
        section: "dirs",
        key: "cache",
        expandsHome: true,
      },
    },
    ...userCache("hatch", "hatch/Cache"),
  ],
  proof: {
    any: [
      { entry: "licenses/*.txt", type: "file" },
      { entry: "shell/first_run", type: "any" },
      { entry: "publish/*/previous_working_users.json", type: "file" },
    ],
  },
  parts: [
    {
      id: "licenses",
      title: "texts of licences for new projects",
      entry: /^licenses$/,
      safety: "safe",
      removedBy: "pyshed",
    },
    { id: "publish", title: "who published where", entry: /^publish$/, safety: "data", removedBy: "nobody" },
    { id: "marks", title: "marks", entry: /^(shell|CACHEDIR\.TAG)$/, safety: "safe", removedBy: "nobody" },
  ],
  // `hatch env prune` removes environments, which lie in the data directory and are no cache.
  owner: null,
  restoredBy: "the next hatch new",
  sources: [
    {
      fact: "HATCH_CACHE_DIR goes before `cache` in [dirs] of config.toml, and a leading ~ is read",
      seen: "hatch 1.18.2, cli/__init__.py and config/model.py; the variable run",
      checked: "2026-11-21",
    },
    {
      fact: "licenses, shell/first_run and publish/PUBLISHER/previous_working_users.json, which holds names of users",
      seen: "hatch 1.18.2 (template/default.py, cli/shell, publish/auth.py); licenses run",
      checked: "2026-11-21",
    },
  ],
};
