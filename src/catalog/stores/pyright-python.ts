import type { Store } from "../../model/store.ts";

export const pyrightPython: Store = {
  id: "pyright-python",
  tool: "pyright",
  title: "pyright of PyPI",
  locations: [
    { variable: "PYRIGHT_PYTHON_CACHE_DIR", below: "pyright-python" },
    { variable: "XDG_CACHE_HOME", below: "pyright-python" },
    { home: ".cache/pyright-python" },
  ],
  proof: {
    any: [
      { entry: "*/node_modules/pyright/package.json", type: "file" },
      { entry: "nodeenv/bin/node", type: "program" },
      { entry: "nodeenv/Scripts/node.exe", type: "file" },
    ],
  },
  parts: [
    { id: "versions", title: "pyright, by version", entry: /^\d+\.\d+\.\d+$/, safety: "low", removedBy: "pyshed" },
    { id: "node", title: "Node.js of its own", entry: /^nodeenv$/, safety: "low", removedBy: "pyshed" },
  ],
  owner: null,
  restoredBy: "the next run of pyright",
  sources: [
    {
      fact: "it lies in PYRIGHT_PYTHON_CACHE_DIR/pyright-python or XDG_CACHE_HOME/pyright-python, on every system in ~/.cache",
      seen: "pyright 1.1.414 (PyPI): utils.py, _utils.py",
      checked: "2026-11-21",
    },
    {
      fact: "a directory per version other than its own, which comes with it, holds package.json and node_modules",
      seen: "pyright 1.1.414 (PyPI), run with PYRIGHT_PYTHON_FORCE_VERSION",
      checked: "2026-11-21",
    },
    {
      fact: "where there is no Node.js, nodeenv puts one into nodeenv",
      seen: "pyright 1.1.414 (PyPI): node.py; not run",
      checked: "2026-11-21",
    },
  ],
};
