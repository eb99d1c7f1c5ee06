import type { Store } from "../../model/store.ts";

export const cuda: Store = {
  id: "cuda",
  tool: "CUDA",
  title: "CUDA compute cache",
  locations: [
    { variable: "CUDA_CACHE_PATH" },
    { home: ".nv/ComputeCache", on: ["linux"] },
    { variable: "APPDATA", below: "NVIDIA/ComputeCache", on: ["win32"] },
  ],
  proof: {
    all: [
      { entry: "index", type: "file" },
      { some: /^[0-9a-f]$/, type: "directory", seen: "kernels by the first digit of their hashes" },
    ],
  },
  parts: [
    { id: "kernels", title: "compiled kernels", entry: /^[0-9a-f]$/, safety: "safe", removedBy: "pyshed" },
    { id: "index", title: "list of the kernels", entry: /^index$/, safety: "safe", removedBy: "pyshed" },
  ],
  owner: null,
  restoredBy: "the driver itself, compiling at the next start of a program",
  sources: [
    {
      fact: "it lies in CUDA_CACHE_PATH, ~/.nv/ComputeCache or APPDATA/NVIDIA/ComputeCache; there is no CUDA on macOS",
      seen: "NVIDIA's programming guide, environment variables; not run",
      checked: "2026-11-21",
    },
    {
      fact: "index, and files named by hash below one or two directories of a hexadecimal digit",
      seen: "listings that users show; not run, so anything else in it keeps it",
      checked: "2026-11-21",
    },
  ],
};
