import type { Store } from "../../model/store.ts";

export const triton: Store = {
  id: "triton",
  tool: "triton",
  title: "triton cache",
  locations: [
    { variable: "TRITON_CACHE_DIR" },
    { variable: "TRITON_HOME", below: ".triton/cache" },
    { home: ".triton/cache" },
  ],
  proof: { some: /^[A-Z2-7]{52}$/, type: "directory", seen: "directory of one kernel" },
  parts: [{ id: "kernels", title: "compiled kernels", entry: /^[A-Z2-7]{52}$/, safety: "safe", removedBy: "pyshed" }],
  owner: null,
  restoredBy: "compiling at the next call",
  sources: [
    {
      fact: "it lies in TRITON_CACHE_DIR, TRITON_HOME/.triton/cache or ~/.triton/cache",
      seen: "triton 3.9.0, run; variables: its knobs.py",
      checked: "2026-11-21",
    },
    {
      fact: "a kernel lies in a directory named by its SHA-256 in base 32",
      seen: "triton 3.9.0, run: compiled for CUDA and for HIP without a card",
      checked: "2026-11-21",
    },
  ],
};
