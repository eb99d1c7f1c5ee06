import type { Store } from "../../model/store.ts";

export const jedi: Store = {
  id: "jedi",
  tool: "jedi",
  title: "jedi cache",
  locations: [
    { variable: "XDG_CACHE_HOME", below: "jedi", on: ["linux"] },
    { home: ".cache/jedi", on: ["linux"] },
    { home: "Library/Caches/Jedi", on: ["darwin"] },
    { variable: "LOCALAPPDATA", below: "Jedi/Jedi", on: ["win32"] },
    { home: "Jedi/Jedi", on: ["win32"] },
  ],
  proof: { some: /^(CPython|PyPy)-\d+-\d+$/, type: "directory", seen: "directory of one interpreter" },
  parts: [
    { id: "modules", title: "parsed modules", entry: /^(CPython|PyPy)-\d+-\d+$/, safety: "safe", removedBy: "pyshed" },
    { id: "lock", title: "lock", entry: /^PARSO-CACHE-LOCK$/, safety: "safe", removedBy: "nobody" },
  ],
  owner: null,
  restoredBy: "the next completion",
  sources: [
    {
      fact: "it lies in XDG_CACHE_HOME/jedi, ~/Library/Caches/Jedi or LOCALAPPDATA/Jedi/Jedi",
      seen: "jedi 0.20.1: settings.py",
      checked: "2026-11-21",
    },
    {
      fact: "a directory per interpreter holds HASH-HASH.pkl, and PARSO-CACHE-LOCK lies beside it",
      seen: "jedi 0.20.1: a run of it; parso: cache.py",
      checked: "2026-11-21",
    },
  ],
};
