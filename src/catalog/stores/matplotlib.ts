import type { Store } from "../../model/store.ts";

export const matplotlib: Store = {
  id: "matplotlib",
  tool: "matplotlib",
  title: "matplotlib cache",
  locations: [
    { variable: "MPLCONFIGDIR" },
    { variable: "XDG_CACHE_HOME", below: "matplotlib", on: ["linux"] },
    { home: ".cache/matplotlib", on: ["linux"] },
    { home: ".matplotlib", on: ["darwin"] },
    { home: ".matplotlib", on: ["win32"], ifThere: true },
    { variable: "LOCALAPPDATA", below: "matplotlib", on: ["win32"] },
  ],
  proof: { some: /^(fontlist-v[\w.-]+\.json|tex\.cache)$/, seen: "list of fonts or cache of TeX" },
  parts: [
    { id: "fonts", title: "lists of fonts", entry: /^fontlist-v[\w.-]+\.json$/, safety: "safe", removedBy: "pyshed" },
    { id: "tex", title: "typeset texts", entry: /^tex\.cache$/, safety: "low", removedBy: "pyshed" },
    { id: "settings", title: "settings and styles", entry: /./, safety: "data", removedBy: "nobody" },
  ],
  owner: null,
  restoredBy: "matplotlib itself at its next start; typeset texts with TeX",
  sources: [
    {
      fact: "it lies in MPLCONFIGDIR, XDG_CACHE_HOME/matplotlib, ~/.matplotlib on macOS and, when it is there, on Windows, else in LOCALAPPDATA/matplotlib",
      seen: "matplotlib 3.11.2: __init__.py",
      checked: "2026-11-21",
    },
    {
      fact: "on macOS and Windows, and in MPLCONFIGDIR, matplotlibrc and stylelib lie in the same directory",
      seen: "matplotlib 3.11.2: __init__.py",
      checked: "2026-11-21",
    },
    {
      fact: "the cache is fontlist-v*.json and tex.cache, of which the files are named by a hash",
      seen: "matplotlib 3.11.2: font_manager.py, texmanager.py, and a run of it",
      checked: "2026-11-21",
    },
  ],
};
