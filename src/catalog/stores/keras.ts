import type { Store } from "../../model/store.ts";

export const keras: Store = {
  id: "keras",
  tool: "keras",
  title: "keras downloads",
  locations: [{ variable: "KERAS_HOME", expandsHome: true }, { home: ".keras" }],
  proof: {
    any: [
      { all: [{ name: /^\.keras$/ }, { some: /^(models|datasets|keras\.json)$/ }] },
      { entry: "keras.json", type: "file", content: /"floatx"|"backend"/ },
    ],
  },
  parts: [
    { id: "models", title: "weights, perhaps your own", entry: /^models$/, safety: "medium", removedBy: "pyshed" },
    {
      id: "data-sets",
      title: "data sets, perhaps your own",
      entry: /^datasets$/,
      safety: "medium",
      removedBy: "pyshed",
    },
    { id: "settings", title: "settings and whatever else lies there", entry: /./, safety: "data", removedBy: "nobody" },
  ],
  owner: null,
  restoredBy: "the next call that loads them; what you put there by nothing",
  sources: [
    {
      fact: "it lies in KERAS_HOME or ~/.keras, with keras.json as settings; get_file puts files into datasets, applications into models",
      seen: "keras 3.15.1: backend/config.py, utils/file_utils.py, and a run of get_file",
      checked: "2026-11-21",
    },
  ],
};
