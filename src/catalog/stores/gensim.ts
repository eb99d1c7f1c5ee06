import type { Store } from "../../model/store.ts";

export const gensim: Store = {
  id: "gensim",
  tool: "gensim",
  title: "gensim data",
  locations: [{ variable: "GENSIM_DATA_DIR" }, { home: "gensim-data" }],
  proof: {
    all: [
      { entry: "information.json", type: "file" },
      {
        any: [
          { entry: "*/__init__.py", type: "file" },
          { entry: "information.json", type: "file", content: /^\s*\{\s*"(corpora|models)"/ },
        ],
      },
    ],
  },
  parts: [
    {
      id: "catalogue",
      title: "list of what can be downloaded",
      entry: /^information\.json$/,
      safety: "safe",
      removedBy: "nobody",
    },
    { id: "data-sets", title: "corpora and models", entry: /^[\w.-]+$/, safety: "medium", removedBy: "pyshed" },
  ],
  owner: null,
  restoredBy: "the next gensim.downloader.load",
  sources: [
    {
      fact: "it lies in GENSIM_DATA_DIR or ~/gensim-data with information.json; each data set is a package with an __init__.py, whose bytecode comes with the first load",
      seen: "gensim 4.4.0: downloader.py, and a run of it",
      checked: "2026-11-21",
    },
  ],
};
