import type { Store } from "../../model/store.ts";

export const huggingfaceDatasets: Store = {
  id: "huggingface-datasets",
  tool: "datasets",
  title: "Hugging Face datasets cache",
  locations: [
    { variable: "HF_DATASETS_CACHE" },
    { variable: "HF_HOME", below: "datasets", expandsHome: true },
    { variable: "XDG_CACHE_HOME", below: "huggingface/datasets", expandsHome: true },
    { home: ".cache/huggingface/datasets" },
  ],
  proof: {
    any: [
      { entry: "*/*/*/*/dataset_info.json", type: "file" },
      { entry: "*/*/*/dataset_info.json", type: "file" },
    ],
  },
  parts: [
    {
      id: "downloads",
      title: "downloaded files and what was unpacked from them",
      entry: /^downloads$/,
      safety: "low",
      removedBy: "pyshed",
    },
    {
      id: "credentials",
      title: "access tokens",
      entry: /^(token|stored_tokens)$/,
      safety: "data",
      removedBy: "nobody",
    },
    { id: "locks", title: "locks", entry: /\.lock$/, safety: "safe", removedBy: "nobody" },
    {
      id: "data-sets",
      title: "data sets and what was computed from them",
      entry: /^[\w-][\w.-]*$/,
      safety: "medium",
      removedBy: "pyshed",
    },
  ],
  owner: null,
  restoredBy: "the next load_dataset; results of map and filter by computing them again",
  sources: [
    {
      fact: "it lies in HF_DATASETS_CACHE, HF_HOME/datasets or XDG_CACHE_HOME/huggingface/datasets, on every system",
      seen: "datasets 5.2.0: config.py",
      checked: "2026-11-21",
    },
    {
      fact: "data sets lie at name/config/version/hash with dataset_info.json, results of map beside them as cache-*.arrow",
      seen: "datasets 5.2.0: a run of it",
      checked: "2026-11-21",
    },
    {
      fact: "downloads are named by the SHA-256 of their address",
      seen: "datasets 5.2.0: utils/file_utils.py",
      checked: "2026-11-21",
    },
  ],
};
