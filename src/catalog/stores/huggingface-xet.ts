import type { Store } from "../../model/store.ts";

export const huggingfaceXet: Store = {
  id: "huggingface-xet",
  tool: "hf-xet",
  title: "Hugging Face xet cache",
  locations: [
    { variable: "HF_XET_CACHE", expandsHome: true },
    { variable: "HF_HOME", below: "xet", expandsHome: true },
    { variable: "XDG_CACHE_HOME", below: "huggingface/xet", expandsHome: true },
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
      entry: /^\w{1,16}-[\w-]{16}$/,
      safety: "low",
      removedBy: "pyshed",
    },
  ],
  owner: null,
  restoredBy: "the next download; an upload that broke off starts anew",
  sources: [
    {
      fact: "it lies in HF_XET_CACHE, HF_HOME/xet, XDG_CACHE_HOME/huggingface/xet or ~/.cache/huggingface/xet",
      seen: "hf_xet 1.8.0, run; HF_HOME: huggingface_hub 2.4.0, constants.py",
      checked: "2026-11-21",
    },
    {
      fact: "a directory per server, named by its address and the hash of it, holds shard-cache and staging",
      seen: "hf_xet 1.8.0, run: an upload to a stand-in of a server",
      checked: "2026-11-21",
    },
    {
      fact: "older versions keep a cache of chunks there too, and the whole may go",
      seen: "huggingface_hub's guide manage-cache (12bb876); not run",
      checked: "2026-11-21",
    },
  ],
};
