import type { Artifact } from "../model/artifact.ts";

export const tox: Artifact = {
  id: "tox",
  tool: "tox",
  title: "tox work directory",
  kind: "directory",
  recognise: { names: [".tox"] },
  proof: {
    all: [
      {
        beside: /^(tox\.ini|tox\.toml|pyproject\.toml|setup\.cfg|setup\.py)$/,
        type: "program",
        seen: "tox configuration",
      },
      {
        any: [
          { entry: "*/pyvenv.cfg", type: "file", seen: "environment with a pyvenv.cfg" },
          { entry: "*/.tox-info.json", type: "file", seen: "environment with a .tox-info.json" },
          { entry: "*/.tox-config1", type: "file", seen: "environment with a .tox-config1" },
        ],
      },
      { not: { some: /^(\.git|\.hg|\.svn|.*\.(py|ipynb|toml|ini|cfg))$/, seen: "source or configuration inside" } },
    ],
  },
  safety: "low",
  holdsEnvironments: true,
  restoredBy: "the next tox run",
  sources: [
    {
      fact: "holds one environment per tox environment, with .tox-info.json and pyvenv.cfg",
      seen: "tox 4.67.13 on disk",
      checked: "2026-11-21",
    },
    {
      fact: "tox 3 leaves .tox-config1, dist, log and .package.lock",
      seen: "tox 3.28.0 on disk and its source",
      checked: "2026-11-21",
    },
  ],
};
