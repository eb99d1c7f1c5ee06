import type { Store } from "../../model/store.ts";

export const numba: Store = {
  id: "numba",
  tool: "numba",
  title: "numba cache",
  locations: [{ variable: "NUMBA_CACHE_DIR" }],
  proof: { entry: "*/*.nbi", type: "file" },
  parts: [
    {
      id: "functions",
      title: "compiled functions, by module",
      entry: /^.+_[0-9a-f]{40}$/,
      safety: "low",
      removedBy: "pyshed",
    },
  ],
  owner: null,
  restoredBy: "compiling at the next call",
  sources: [
    {
      fact: "NUMBA_CACHE_DIR holds NAME_HASH directories of .nbi and .nbc files; without it they lie in __pycache__",
      seen: "numba 0.68.1: core/caching.py, and a run of it",
      checked: "2026-11-21",
    },
  ],
};
