import type { Store } from "../../model/store.ts";
import { userCache } from "../user-directories.ts";

export const pip: Store = {
  id: "pip",
  tool: "pip",
  title: "pip cache",
  locations: [
    { variable: "PIP_CACHE_DIR", expandsHome: true },
    {
      setting: {
        files: [
          { variable: "PIP_CONFIG_FILE" },
          { variable: "VIRTUAL_ENV", below: "pip.conf", on: ["linux", "darwin"] },
          { variable: "VIRTUAL_ENV", below: "pip.ini", on: ["win32"] },
          { variable: "XDG_CONFIG_HOME", below: "pip/pip.conf", on: ["linux"] },
          { home: "Library/Application Support/pip/pip.conf", on: ["darwin"] },
          { home: ".config/pip/pip.conf", on: ["linux", "darwin"] },
          { variable: "APPDATA", below: "pip/pip.ini", on: ["win32"] },
          { home: ".pip/pip.conf", on: ["linux", "darwin"] },
          { home: "pip/pip.ini", on: ["win32"] },
          { absolute: "/etc/pip.conf", on: ["linux", "darwin"] },
          { absolute: "/etc/xdg/pip/pip.conf", on: ["linux"] },
          { absolute: "/Library/Application Support/pip/pip.conf", on: ["darwin"] },
          { variable: "ProgramData", below: "pip/pip.ini", on: ["win32"] },
        ],
        format: "ini",
        section: "global",
        key: "cache-dir",
        expandsHome: true,
      },
    },
    ...userCache("pip", "pip/Cache"),
  ],
  // A directory of wheels is anybody's; pip puts each of its own four directories deep.
  proof: {
    any: [
      { some: /^(http|http-v2)$/, type: "directory", seen: "http or http-v2" },
      { entry: "wheels/*/*/*/*/*.whl", type: "file" },
    ],
  },
  parts: [
    {
      id: "http",
      title: "downloads and answers of indexes",
      entry: /^http-v2$/,
      safety: "low",
      removedBy: "owner",
      alsoByPyshed: true,
      knownSince: "23.3",
    },
    {
      id: "http-old",
      title: "downloads of pip before 23.3",
      entry: /^http$/,
      safety: "low",
      removedBy: "owner",
      alsoByPyshed: true,
    },
    {
      id: "wheels",
      title: "wheels built on this machine",
      entry: /^wheels$/,
      safety: "low",
      removedBy: "owner",
      alsoByPyshed: true,
    },
    {
      id: "selfcheck",
      title: "when pip last looked for a newer pip",
      entry: /^selfcheck(\.json)?$/,
      safety: "safe",
      removedBy: "nobody",
    },
    { id: "tag", title: "mark of a cache directory", entry: /^CACHEDIR\.TAG$/, safety: "safe", removedBy: "nobody" },
  ],
  owner: {
    programs: ["pip", "pip3"],
    arguments: ["cache", "purge"],
    place: ["--cache-dir", "{path}"],
    quietly: ["--isolated", "--no-input", "--disable-pip-version-check", "--no-color"],
    version: ["--version"],
    check: ["cache", "info"],
    timeLimitMs: 10 * 60_000,
  },
  restoredBy: "the next download or build",
  sources: [
    {
      fact: "PIP_CACHE_DIR, then cache-dir in the configuration files, then XDG_CACHE_HOME, then the platform's directory",
      seen: "pip 26.3, _internal/utils/appdirs.py, configuration.py and `pip cache dir`",
      checked: "2026-11-21",
    },
    {
      fact: "http-v2 holds an answer as HASH and HASH.body, http as one file; both begin with cc=4, and name no address",
      seen: "pip 26.3 and 23.2.1 on disk, filled from a local index",
      checked: "2026-11-21",
    },
    {
      fact: "`pip cache purge` removes http-v2, http and wheels with their directories; 23.2.1 leaves http-v2 as it is",
      seen: "pip 26.3 and 23.2.1, run",
      checked: "2026-11-21",
    },
    {
      fact: "http-v2 came with 23.3",
      seen: "pip's news for 23.3 and pypa/pip#12166",
      checked: "2026-11-21",
    },
    {
      fact: "options after the subcommand work, and --isolated with --cache-dir reads no settings",
      seen: "pip 26.3, run",
      checked: "2026-11-21",
    },
    {
      fact: "`pip cache remove NAME` takes every built wheel whose file name begins with NAME, when that holds a hyphen, and no download; 26.3 takes origin.json with it, 23.2.1 leaves it",
      seen: "pip 26.3 and 23.2.1, run",
      checked: "2026-11-21",
    },
  ],
};
