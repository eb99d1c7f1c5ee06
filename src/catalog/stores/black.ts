import type { Store } from "../../model/store.ts";
import { userCache } from "../user-directories.ts";

export const black: Store = {
  id: "black",
  tool: "black",
  title: "black cache",
  locations: [{ variable: "BLACK_CACHE_DIR" }, ...userCache("black")],
  proof: {
    any: [
      { entry: "*/cache.*.pickle", type: "file" },
      { entry: "*/Grammar*.pickle", type: "file" },
    ],
  },
  parts: [
    {
      id: "versions",
      title: "what was formatted already, by version of black",
      entry: /^\d+\.\d+(\.\w+)*$/,
      safety: "safe",
      removedBy: "pyshed",
    },
  ],
  owner: null,
  restoredBy: "black itself at its next run",
  sources: [
    {
      fact: "it lies in BLACK_CACHE_DIR or the user cache directory of platformdirs, which follows XDG_CACHE_HOME on macOS too",
      seen: "black 26.10.1: cache.py; platformdirs 4.14.5: a run with its class MacOS",
      checked: "2026-11-21",
    },
    {
      fact: "a directory per version holds cache.*.pickle, Grammar*.pickle and PatternGrammar*.pickle",
      seen: "black 26.10.1: a run of it",
      checked: "2026-11-21",
    },
  ],
};
