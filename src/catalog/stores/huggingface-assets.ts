import type { Store } from "../../model/store.ts";

export const huggingfaceAssets: Store = {
  id: "huggingface-assets",
  tool: "huggingface_hub",
  title: "Hugging Face assets",
  locations: [
    { variable: "HF_ASSETS_CACHE", expandsHome: true, expandsVariables: true },
    { variable: "HUGGINGFACE_ASSETS_CACHE", expandsHome: true, expandsVariables: true },
    { variable: "HF_HOME", below: "assets", expandsHome: true },
    { variable: "XDG_CACHE_HOME", below: "huggingface/assets" },
    { home: ".cache/huggingface/assets" },
  ],
  proof: {
    all: [
      { name: /^assets$/, seen: "that of the assets" },
      {
        any: [
          { up: { name: /^huggingface$/ }, seen: "that of Hugging Face's cache" },
          { beside: /^(hub|stored_tokens|xet)$/, seen: "Hugging Face's other directory" },
        ],
      },
      { entry: "*/*/*", type: "directory" },
    ],
  },
  parts: [
    {
      id: "credentials",
      title: "access tokens",
      entry: /^(token|stored_tokens)$/,
      safety: "data",
      removedBy: "nobody",
    },
    {
      id: "libraries",
      title: "files of a library, which alone knows how they come back",
      entry: /^[\w][\w.-]*$/,
      safety: "medium",
      removedBy: "pyshed",
    },
  ],
  owner: null,
  restoredBy: "the library that put them there, if it can",
  sources: [
    {
      fact: "it lies in HF_ASSETS_CACHE, HUGGINGFACE_ASSETS_CACHE or in assets of HF_HOME; files lie at library/namespace/subfolder",
      seen: "huggingface_hub 2.4.0, run of cached_assets_path; constants.py",
      checked: "2026-11-21",
    },
  ],
};
