import type { Store } from "../../model/store.ts";

export const huggingfaceXet: Store = {
  id: "huggingface-xet",
  tool: "hf-xet",
  title: "Hugging Face xet cache",
  locations: [
    { variable: "HF_XET_CACHE", expandsHome: true },
    { variable: "HF_HOME", below: "xet", expandsHome: true },
    { variable: "XDG_CACHE_HOME", below: "huggingface/xet" },
    { home: ".cache/huggingface/xet" },
  ],
  proof: {
    any: [
      { entry: "*/chunk*cache", type: "directory" },
      { entry: "*/shard*cache", type: "directory" },
    ],
  },
  parts: [
    { id: "logs", title: "logs", entry: /^logs$/, safety: "safe", removedBy: "nobody" },
    {
      id: "credentials",
      title: "access tokens",
      entry: /^(token|stored_tokens)$/,
      safety: "data",
      removedBy: "nobody",
    },
    {
      id: "chunks",
      title: "pieces of files, by server",
      entry: /^\w[\w.:-]*-[\w-]+$/,
      safety: "low",
      removedBy: "pyshed",
    },
  ],
  owner: null,
  restoredBy: "the next download; an upload that broke off starts anew",
  sources: [
    {
      fact: "it lies in HF_XET_CACHE, HF_HOME/xet, XDG_CACHE_HOME/huggingface/xet or ~/.cache/huggingface/xet",
      seen: "huggingface_hub 2.4.0: constants.py; xet-runtime 1.5.2: core/cache_dir.rs",
      checked: "2026-11-21",
    },
    {
      fact: "a directory per server holds a cache of chunks, one of shards and staging",
      seen: "huggingface_hub's guide manage-cache (12bb876), which advises to remove the whole; xet-runtime 1.7.0: config/groups/shard.rs",
      checked: "2026-11-21",
    },
  ],
};
