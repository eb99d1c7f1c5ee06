import type { Store } from "../../model/store.ts";

export const vllm: Store = {
  id: "vllm",
  tool: "vllm",
  title: "vllm cache",
  locations: [
    { variable: "VLLM_CACHE_ROOT", expandsHome: true },
    { variable: "XDG_CACHE_HOME", below: "vllm" },
    { home: ".cache/vllm" },
  ],
  proof: { some: /^(torch_compile_cache|xla_cache)$/, type: "directory", seen: "compiled models" },
  parts: [
    {
      id: "compiled",
      title: "compiled models",
      entry: /^(torch_compile_cache|xla_cache)$/,
      safety: "safe",
      removedBy: "pyshed",
    },
  ],
  owner: null,
  restoredBy: "compiling at the next start",
  sources: [
    {
      fact: "it lies in VLLM_CACHE_ROOT, XDG_CACHE_HOME/vllm or ~/.cache/vllm; xla_cache is one of its directories",
      seen: "vllm's source (001f69f): envs.py",
      checked: "2026-11-21",
    },
    {
      fact: "torch_compile_cache holds what vllm compiled",
      seen: "vllm's documentation (v0.11.2, design/torch_compile)",
      checked: "2026-11-21",
    },
  ],
};
