import type { Artifact } from "../model/artifact.ts";

export const pypackages: Artifact = {
  id: "pypackages",
  tool: "pdm",
  title: "local packages (__pypackages__)",
  kind: "directory",
  recognise: { names: ["__pypackages__"] },
  proof: {
    all: [
      { only: /^(\.gitignore|\d+\.\d+t?(-32)?)$/, seen: "directories named after a Python version" },
      {
        any: [
          { entry: "*/lib", type: "directory" },
          { entry: "*/Lib", type: "directory" },
        ],
      },
      { beside: /^(pyproject\.toml|pdm\.lock|setup\.py)$/, seen: "pyproject.toml, pdm.lock or setup.py" },
    ],
  },
  safety: "medium",
  restoredBy: "pdm install, exactly where there is a pdm.lock",
  sources: [
    { fact: "__pypackages__/X.Y/lib", seen: "PEP 582", checked: "2026-11-21" },
    { fact: "pdm adds bin, include and .gitignore", seen: "pdm 2.29.3 on disk", checked: "2026-11-21" },
  ],
};
