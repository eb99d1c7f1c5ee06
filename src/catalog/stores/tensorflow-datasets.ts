import type { Store } from "../../model/store.ts";

export const tensorflowDatasets: Store = {
  id: "tensorflow-datasets",
  tool: "tensorflow-datasets",
  title: "TensorFlow Datasets",
  locations: [{ variable: "TFDS_DATA_DIR" }, { home: "tensorflow_datasets" }],
  proof: {
    any: [
      { entry: "*/*/dataset_info.json", type: "file" },
      { entry: "*/*/*/dataset_info.json", type: "file" },
      { all: [{ name: /^tensorflow_datasets$/ }, { only: /^downloads$/, type: "directory" }] },
    ],
  },
  parts: [
    { id: "downloads", title: "downloaded files", entry: /^downloads$/, safety: "low", removedBy: "nobody" },
    {
      id: "data-sets",
      title: "data sets, perhaps made by hand",
      entry: /^[a-z]\w*$/,
      safety: "medium",
      removedBy: "pyshed",
    },
  ],
  owner: null,
  restoredBy: "the next tfds.load, which downloads and prepares again; manual downloads by nothing",
  sources: [
    {
      fact: "it lies in TFDS_DATA_DIR or ~/tensorflow_datasets, on every system",
      seen: "tensorflow-datasets 4.9.10: core/constants.py, and a run of it",
      checked: "2026-11-21",
    },
    {
      fact: "downloads/manual is where the user puts what cannot be downloaded, so downloads stay",
      seen: "tensorflow-datasets 4.9.10: core/download/download_manager.py",
      checked: "2026-11-21",
    },
    {
      fact: "a data set lies at name/config/version with dataset_info.json",
      seen: "tensorflow-datasets 4.9.10, run without TensorFlow",
      checked: "2026-11-21",
    },
  ],
};
