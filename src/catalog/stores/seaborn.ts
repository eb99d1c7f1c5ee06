import type { Store } from "../../model/store.ts";

export const seaborn: Store = {
  id: "seaborn",
  tool: "seaborn",
  title: "seaborn data",
  locations: [
    { variable: "SEABORN_DATA", expandsHome: true },
    { variable: "XDG_CACHE_HOME", below: "seaborn", on: ["linux"] },
    { home: ".cache/seaborn", on: ["linux"] },
    { home: "Library/Caches/seaborn", on: ["darwin"] },
    { variable: "LOCALAPPDATA", below: "seaborn/seaborn/Cache", on: ["win32"] },
    { home: "seaborn-data", ifThere: true },
  ],
  proof: { some: /^[a-z_]+\.csv$/, type: "file", seen: "data set of seaborn" },
  parts: [
    { id: "data-sets", title: "example data sets", entry: /^[a-z_]+\.csv$/, safety: "medium", removedBy: "pyshed" },
  ],
  owner: null,
  restoredBy: "the next seaborn.load_dataset",
  sources: [
    {
      fact: "it lies in SEABORN_DATA or the user cache directory; each data set is one .csv file",
      seen: "seaborn 0.13.2: utils.py, external/appdirs.py, and a run of it",
      checked: "2026-11-21",
    },
  ],
};
