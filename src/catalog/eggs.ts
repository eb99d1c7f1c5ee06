import type { Artifact } from "../model/artifact.ts";

export const eggs: Artifact = {
  id: "eggs",
  tool: "setuptools",
  title: "build requirements (.eggs)",
  kind: "directory",
  recognise: { names: [".eggs"] },
  proof: {
    all: [
      {
        entry: "README.txt",
        type: "file",
        content: /eggs that were downloaded by setuptools/,
        seen: "setuptools' README.txt",
      },
      { only: /^(README\.txt|[\w.+!-]+\.egg)$/, seen: "eggs" },
    ],
  },
  safety: "low",
  restoredBy: "the next setup.py run",
  sources: [
    {
      fact: "holds setuptools' README.txt and NAME-VERSION-pyX.Y.egg",
      seen: "setuptools 44 on disk, setuptools' dist.py",
      checked: "2026-11-21",
    },
  ],
};
