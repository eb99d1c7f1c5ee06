import type { Artifact } from "../model/artifact.ts";

export const pytestCache: Artifact = {
  id: "pytest-cache",
  tool: "pytest",
  title: "pytest cache",
  kind: "directory",
  recognise: { names: [".pytest_cache"] },
  proof: {
    all: [
      { only: /^(\.gitignore|CACHEDIR\.TAG|README\.md|v|d)$/, seen: "what pytest writes" },
      {
        any: [
          { entry: "README.md", type: "file", content: /pytest cache directory/, seen: "pytest's README.md" },
          { entry: "v/cache", type: "directory" },
        ],
      },
    ],
  },
  safety: "safe",
  restoredBy: "the next pytest run; the memory of the last failures is lost",
  sources: [
    {
      fact: "holds .gitignore, CACHEDIR.TAG, README.md and v/cache; d is for plugins",
      seen: "pytest 9.2.0 and 4.6.11 on disk",
      checked: "2026-11-21",
    },
  ],
};
