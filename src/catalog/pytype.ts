import type { Artifact } from "../model/artifact.ts";

export const pytype: Artifact = {
  id: "pytype",
  tool: "pytype",
  title: "pytype cache",
  kind: "directory",
  recognise: { names: [".pytype"] },
  proof: {
    all: [
      { only: /^(\.gitignore|build\.ninja|\.ninja_(log|deps|lock)|imports|pyi)$/, seen: "what pytype writes" },
      { entry: "imports", type: "directory" },
      {
        any: [
          { entry: "build.ninja", type: "file" },
          { entry: "pyi", type: "directory" },
        ],
      },
    ],
  },
  safety: "safe",
  restoredBy: "the next pytype run",
  sources: [
    {
      fact: "holds .gitignore, build.ninja, .ninja_log, imports and pyi",
      seen: "pytype 2024.10.11 on disk",
      checked: "2026-11-21",
    },
  ],
};
