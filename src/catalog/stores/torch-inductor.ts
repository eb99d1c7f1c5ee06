import type { Store } from "../../model/store.ts";

export const torchInductor: Store = {
  id: "torch-inductor",
  tool: "torch",
  title: "torch inductor cache",
  locations: [
    { variable: "TORCHINDUCTOR_CACHE_DIR" },
    { variable: "TMPDIR", below: "torchinductor_{user}", on: ["linux", "darwin"] },
    { absolute: "/tmp/torchinductor_{user}", on: ["linux", "darwin"] },
    { variable: "TEMP", below: "torchinductor_{user}", on: ["win32"] },
  ],
  proof: { some: /^(fxgraph|aotautograd)$/, type: "directory", seen: "graphs" },
  parts: [
    {
      id: "graphs",
      title: "compiled graphs",
      entry: /^(fxgraph|aotautograd|cache|triton|precompiled_headers)$/,
      safety: "safe",
      removedBy: "pyshed",
    },
    { id: "code", title: "generated code", entry: /^[a-z0-9]{2}$/, safety: "safe", removedBy: "pyshed" },
    { id: "locks", title: "locks", entry: /^locks$/, safety: "safe", removedBy: "nobody" },
  ],
  owner: null,
  restoredBy: "compiling at the next call",
  sources: [
    {
      fact: "it lies in TORCHINDUCTOR_CACHE_DIR or in torchinductor_USER of the temporary directory",
      seen: "torch 2.15.0: _inductor/runtime/cache_dir_utils.py",
      checked: "2026-11-21",
    },
    {
      fact: "fxgraph, cache, locks and directories of two characters lie in it",
      seen: "torch 2.15.0: _inductor/codecache.py",
      checked: "2026-11-21",
    },
  ],
};
