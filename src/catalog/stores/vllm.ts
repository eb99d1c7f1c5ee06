import type { Store } from "../../model/store.ts";

export const vllm: Store = {
  id: "vllm",
  tool: "vllm",
  title: "vllm cache",
  locations: [
    { variable: "VLLM_CACHE_ROOT", expandsHome: true },
    { variable: "XDG_CACHE_HOME", below: "vllm", expandsHome: true },
    { home: ".cache/vllm" },
  ],
  proof: { some: /^(torch_compile_cache|xla_cache)$/, type: "directory", seen: "compiled models" },
  parts: [
    {
      id: "compiled",
      title: "compiled models",
      entry:
        /^(torch_compile_cache|xla_cache|deep_gemm|dummy_cache|flashinfer_autotune_cache|rocm_segmented_attention)$/,
      safety: "safe",
      removedBy: "pyshed",
    },
    {
      id: "facts",
      title: "what is known of models and cards",
      entry: /^(modelinfos|startup_plan|gpu_p2p_access_cache_for_.+\.json)$/,
      safety: "safe",
      removedBy: "nobody",
    },
    { id: "assets", title: "files it fetched", entry: /^assets$/, safety: "low", removedBy: "nobody" },
  ],
  owner: null,
  restoredBy: "compiling at the next start",
  sources: [
    {
      fact: "it lies in VLLM_CACHE_ROOT, XDG_CACHE_HOME/vllm or ~/.cache/vllm, and a leading ~ is read in both variables",
      seen: "vllm 0.33.0: its envs.py, run alone",
      checked: "2026-11-21",
    },
    {
      fact: "torch_compile_cache holds what vllm compiled; the others are what else lies below VLLM_CACHE_ROOT",
      seen: "vllm 0.33.0: every use of VLLM_CACHE_ROOT; not run, for it needs a card",
      checked: "2026-11-21",
    },
  ],
};
