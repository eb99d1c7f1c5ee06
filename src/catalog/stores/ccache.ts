import type { Store } from "../../model/store.ts";

export const ccache: Store = {
  id: "ccache",
  tool: "ccache",
  title: "ccache",
  locations: [
    { variable: "CCACHE_DIR" },
    { home: ".ccache", ifThere: true },
    { variable: "LOCALAPPDATA", below: "ccache", on: ["win32"] },
    { variable: "XDG_CACHE_HOME", below: "ccache", on: ["linux", "darwin"] },
    { home: ".cache/ccache", on: ["linux"] },
    { home: "Library/Caches/ccache", on: ["darwin"] },
  ],
  proof: {
    any: [
      { entry: "*/stats", type: "file" },
      { entry: "*/CACHEDIR.TAG", type: "file" },
      // Settings, and nothing compiled yet.
      { only: /^(ccache\.conf|tmp|lock)$/ },
      { all: [{ cachedirTag: true }, { some: /^[0-9a-f]$/, type: "directory" }] },
    ],
  },
  parts: [
    { id: "objects", title: "compiled objects", entry: /^[0-9a-f]$/, safety: "low", removedBy: "owner-in-part" },
    { id: "settings", title: "settings", entry: /^ccache\.conf$/, safety: "data", removedBy: "nobody" },
    {
      id: "marks",
      title: "statistics, locks and marks",
      entry: /^(CACHEDIR\.TAG|stats|tmp|lock|.*\.lock|auto_cleanup\.lock)$/,
      safety: "safe",
      removedBy: "nobody",
    },
  ],
  owner: {
    programs: ["ccache"],
    arguments: ["--clear"],
    place: ["--dir", "{path}"],
    quietly: [],
    version: ["--version"],
    timeLimitMs: 10 * 60_000,
  },
  restoredBy: "compiling",
  sources: [
    {
      fact: "it lies in CCACHE_DIR, ~/.ccache when that is there, LOCALAPPDATA/ccache, XDG_CACHE_HOME/ccache, ~/.cache/ccache or ~/Library/Caches/ccache",
      seen: "ccache's source after 4.13 (e5731387): src/ccache/config.cpp; 4.7.5 (Debian 12), run",
      checked: "2026-11-21",
    },
    {
      fact: "objects lie in the directories 0 to f with stats and CACHEDIR.TAG, settings in ccache.conf beside them",
      seen: "ccache 4.7.5 (Debian 12), run; its source after 4.13 (e5731387): storage/local",
      checked: "2026-11-21",
    },
    {
      fact: "--clear removes the objects, keeps the directories and counts in a file stats in each of them",
      seen: "ccache 4.7.5 (Debian 12), run",
      checked: "2026-11-21",
    },
  ],
};
