import type { Store } from "../../model/store.ts";

export const pipx: Store = {
  id: "pipx",
  tool: "pipx",
  title: "environments of pipx run",
  // With PIPX_HOME it lies in there: see `pipx-home`.
  locations: [
    { variable: "XDG_CACHE_HOME", below: "pipx", on: ["linux", "darwin"] },
    { home: ".cache/pipx", on: ["linux"] },
    { home: "Library/Caches/pipx", on: ["darwin"] },
    { variable: "LOCALAPPDATA", below: "pipx/pipx/Cache", on: ["win32"] },
    { home: "AppData/Local/pipx/pipx/Cache", on: ["win32"] },
  ],
  proof: {
    all: [
      { some: /^\.?[0-9a-f]{15}(\.lock)?$/, seen: "environment named by a hash" },
      {
        any: [
          { entry: "CACHEDIR.TAG", type: "file", content: /created by pipx/ },
          { entry: "*/pipx_metadata.json", type: "file" },
        ],
      },
    ],
  },
  parts: [
    {
      id: "environments",
      title: "environments of programs that were run once",
      entry: /^[0-9a-f]{15}$/,
      safety: "low",
      removedBy: "owner",
      knownSince: "1.18.4",
    },
    {
      id: "marks",
      title: "locks and marks",
      entry: /^(\.[0-9a-f]{15}\.lock|CACHEDIR\.TAG)$/,
      safety: "safe",
      removedBy: "nobody",
    },
  ],
  owner: {
    programs: ["pipx"],
    arguments: ["cache", "purge"],
    place: [],
    quietly: [],
    // It has no option for the place; on Windows there is but one.
    environment: { XDG_CACHE_HOME: "{path}/.." },
    version: ["--version"],
    timeLimitMs: 10 * 60_000,
  },
  restoredBy: "the next pipx run",
  sources: [
    {
      fact: "pipx run keeps environments in the cache directory, in .cache of PIPX_HOME where that is set; `cache purge` waits for their locks",
      seen: "pipx 1.18.4, paths.py and commands/cache.py; both run",
      checked: "2026-11-21",
    },
  ],
};
