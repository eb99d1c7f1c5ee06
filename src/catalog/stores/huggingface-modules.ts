import type { Store } from "../../model/store.ts";

export const huggingfaceModules: Store = {
  id: "huggingface-modules",
  tool: "transformers",
  title: "code that came with Hugging Face models",
  locations: [
    { variable: "HF_MODULES_CACHE" },
    { variable: "HF_HOME", below: "modules", expandsHome: true },
    { variable: "XDG_CACHE_HOME", below: "huggingface/modules", expandsHome: true },
    { home: ".cache/huggingface/modules" },
  ],
  proof: {
    all: [
      { entry: "*/__init__.py", type: "file" },
      { some: /^(datasets_modules|transformers_modules)$/, type: "directory", seen: "modules of models or data sets" },
    ],
  },
  parts: [
    {
      id: "modules",
      title: "modules of models and data sets",
      entry: /^(datasets_modules|transformers_modules|evaluate_modules)$/,
      safety: "low",
      removedBy: "pyshed",
    },
    { id: "marks", title: "marks", entry: /^(__init__\.py|__pycache__)$/, safety: "safe", removedBy: "nobody" },
  ],
  owner: null,
  restoredBy: "the next load of the model or data set, while it is there",
  sources: [
    {
      fact: "it lies in HF_MODULES_CACHE or in modules of HF_HOME; datasets puts datasets_modules there",
      seen: "datasets 5.2.0: config.py; huggingface_hub 2.4.0: constants.py",
      checked: "2026-11-21",
    },
    {
      fact: "a model's code lies in transformers_modules, by model and revision, with __init__.py at every level",
      seen: "transformers 5.23.0, run",
      checked: "2026-11-21",
    },
  ],
};
