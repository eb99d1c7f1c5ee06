import type { Store } from "../../model/store.ts";
import { userCache } from "../user-directories.ts";

export const virtualenv: Store = {
  id: "virtualenv",
  tool: "virtualenv",
  title: "virtualenv app data",
  locations: [
    { variable: "VIRTUALENV_APP_DATA" },
    { variable: "VIRTUALENV_OVERRIDE_APP_DATA" },
    ...userCache("virtualenv", "pypa/virtualenv/Cache"),
    { variable: "XDG_DATA_HOME", below: "virtualenv", on: ["linux", "darwin"] },
    { home: ".local/share/virtualenv", on: ["linux"] },
    { home: "Library/Application Support/virtualenv", on: ["darwin"] },
  ],
  proof: {
    any: [
      { entry: "wheel/*/image", type: "directory" },
      { entry: "wheel/*/embed", type: "directory" },
      { entry: "py_info/*/*.json", type: "file" },
    ],
  },
  parts: [
    {
      id: "wheels",
      title: "pip and setuptools for new environments",
      entry: /^wheel$/,
      safety: "low",
      removedBy: "pyshed",
    },
    {
      id: "interpreters",
      title: "what is known of interpreters",
      entry: /^py_info$/,
      safety: "safe",
      removedBy: "pyshed",
    },
    { id: "own", title: "its own scripts, unpacked", entry: /^unzip$/, safety: "safe", removedBy: "pyshed" },
    {
      id: "marks",
      title: "marks and locks",
      entry: /^(\.virtualenv-migration-incomplete|[\w.-]+\.lock|CACHEDIR\.TAG)$/,
      safety: "safe",
      removedBy: "nobody",
    },
  ],
  // `--reset-app-data` is no command of its own: it also makes an environment.
  owner: null,
  restoredBy: "the next virtualenv, from what it carries and from the index",
  sources: [
    {
      fact: "wheel (house, image, embed), py_info and unzip; CopyPipInstall is copied, SymlinkPipInstall is linked to",
      seen: "virtualenv 21.15.7, app_data/via_disk_folder.py; all but unzip on disk",
      checked: "2026-11-21",
    },
    {
      fact: "VIRTUALENV_APP_DATA is honoured; VIRTUALENV_OVERRIDE_APP_DATA counts when that is not set",
      seen: "virtualenv 21.15.7, app_data/__init__.py; the first run",
      checked: "2026-11-21",
    },
    {
      fact: "since it is in the cache directory, what an older version left in the data directory is moved there when it runs",
      seen: "virtualenv 21.15.7, app_data/cache_migration.py",
      checked: "2026-11-21",
    },
    {
      fact: "--symlink-app-data makes environments whose pip is a link into wheel/X.Y/image/1/SymlinkPipInstall",
      seen: "virtualenv 21.15.7, run",
      checked: "2026-11-21",
    },
  ],
};
