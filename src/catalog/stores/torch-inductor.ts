import type { Store } from "../../model/store.ts";

export const torchInductor: Store = {
  id: "torch-inductor",
  tool: "torch",
  title: "torch inductor cache",
  locations: [
    { variable: "TORCHINDUCTOR_CACHE_DIR" },
    { variable: "TMPDIR", below: "torchinductor_{user}" },
    { variable: "TEMP", below: "torchinductor_{user}" },
    { variable: "TMP", below: "torchinductor_{user}" },
    { absolute: "/tmp/torchinductor_{user}", on: ["linux", "darwin"] },
  ],
  proof: {
    any: [
      { some: /^(fxgraph|aotautograd)$/, type: "directory", seen: "graphs" },
      { entry: "precompiled_headers/*.h.gch", type: "file" },
    ],
  },
  parts: [
    {
      id: "graphs",
      title: "compiled graphs",
      entry: /^(fxgraph|aotautograd|cache|triton|precompiled_headers)$/,
      safety: "safe",
      removedBy: "pyshed",
    },
    { id: "code", title: "generated code", entry: /^[a-z2-7]{2}$/, safety: "safe", removedBy: "pyshed" },
    { id: "locks", title: "locks", entry: /^locks$/, safety: "safe", removedBy: "nobody" },
    {
      id: "more",
      title: "what rarer backends and settings leave",
      entry:
        /^(aoti_eager|autoheuristic|bisect|dynamo|flydsl_compile_cache|gcc|quack|torch_cutlass|unhashed_kernel_inputs|inductor_const_spill_\w+|memoizer_cache\.(json|lock))$/,
      safety: "low",
      removedBy: "nobody",
    },
  ],
  owner: null,
  restoredBy: "compiling at the next call",
  sources: [
    {
      fact: "it lies in TORCHINDUCTOR_CACHE_DIR or in torchinductor_USER of Python's temporary directory; headers always in the latter",
      seen: "torch 2.15.0, run on Linux; variables: its _inductor/runtime/cache_dir_utils.py and codecache.py",
      checked: "2026-11-21",
    },
    {
      fact: "fxgraph, aotautograd, locks, precompiled_headers and directories of two characters lie in it, and every file below has a hash in its path",
      seen: "torch 2.15.0, run on a processor",
      checked: "2026-11-21",
    },
    {
      fact: "cache, triton and the rarer ones",
      seen: "torch 2.15.0: what calls cache_dir in _inductor, _dynamo and _functorch; not run",
      checked: "2026-11-21",
    },
  ],
};
