import type { Artifact } from "../model/artifact.ts";

export const nox: Artifact = {
  id: "nox",
  tool: "nox",
  title: "nox environments",
  kind: "directory",
  recognise: { names: [".nox"] },
  proof: {
    all: [
      { beside: /^noxfile\.py$/, seen: "noxfile.py" },
      {
        any: [
          { entry: "*/pyvenv.cfg", type: "file", seen: "environment with a pyvenv.cfg" },
          { entry: "*/conda-meta/history", type: "file", seen: "conda environment" },
        ],
      },
      { not: { some: /^(\.git|\.hg|\.svn|.*\.(py|ipynb|toml))$/, seen: "source or configuration inside" } },
    ],
  },
  safety: "low",
  holdsEnvironments: true,
  restoredBy: "the next nox run",
  sources: [
    {
      fact: "holds CACHEDIR.TAG, .gitignore and one environment per session",
      seen: "nox 2026.10.20 on disk",
      checked: "2026-11-21",
    },
  ],
};
