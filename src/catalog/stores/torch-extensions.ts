import type { Store } from "../../model/store.ts";

export const torchExtensions: Store = {
  id: "torch-extensions",
  tool: "torch",
  title: "torch extensions",
  locations: [
    { variable: "TORCH_EXTENSIONS_DIR" },
    { variable: "XDG_CACHE_HOME", below: "torch_extensions", on: ["linux"] },
    { home: ".cache/torch_extensions", on: ["linux"] },
    { home: "Library/Caches/torch_extensions", on: ["darwin"] },
    { variable: "LOCALAPPDATA", below: "torch_extensions/torch_extensions/Cache", on: ["win32"] },
  ],
  proof: {
    any: [
      { entry: "*/build.ninja", type: "file" },
      { entry: "*/*/build.ninja", type: "file" },
    ],
  },
  parts: [{ id: "extensions", title: "compiled extensions", entry: /^\w+$/, safety: "low", removedBy: "pyshed" }],
  owner: null,
  restoredBy: "compiling at the next import, with a compiler",
  sources: [
    {
      fact: "it lies in the user cache directory, by Python and accelerator, then by extension; in TORCH_EXTENSIONS_DIR by extension at once",
      seen: "torch 2.15.0, run on Linux; others: its utils/cpp_extension.py and _appdirs.py",
      checked: "2026-11-21",
    },
    {
      fact: "an extension is built there with ninja: build.ninja, main.cpp, objects, the library and a lock",
      seen: "torch 2.15.0, run with ninja 1.13.2",
      checked: "2026-11-21",
    },
  ],
};
