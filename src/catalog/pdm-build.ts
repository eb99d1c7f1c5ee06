import type { Artifact } from "../model/artifact.ts";

export const pdmBuild: Artifact = {
  id: "pdm-build",
  tool: "pdm",
  title: "pdm build directory",
  kind: "directory",
  recognise: { names: [".pdm-build"] },
  proof: {
    all: [
      { beside: /^pyproject\.toml$/, seen: "pyproject.toml" },
      { entry: ".gitignore", type: "file", content: /^\*\s*$/, seen: ".gitignore of `*`" },
      { only: /^(\.gitignore|[\w.-]+\.pth|[\w.+!-]+\.dist-info)$/, seen: "what pdm-backend writes" },
    ],
  },
  safety: "low",
  restoredBy: "the next build",
  sources: [
    {
      fact: "holds .gitignore and, after an editable install, a .pth file of which the environment has a copy",
      seen: "pdm-backend 2.5.0 on disk",
      checked: "2026-11-21",
    },
  ],
};
