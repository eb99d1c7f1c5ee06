import type { Artifact } from "../model/artifact.ts";

export const mypyCache: Artifact = {
  id: "mypy-cache",
  tool: "mypy",
  title: "mypy cache",
  kind: "directory",
  recognise: { names: [".mypy_cache"] },
  proof: {
    all: [
      { only: /^(CACHEDIR\.TAG|\.gitignore|missing_stubs|\d+\.\d+)$/, seen: "what mypy writes" },
      { some: /^\d+\.\d+$/, type: "directory", seen: "directory named after a Python version" },
    ],
  },
  safety: "safe",
  restoredBy: "the next mypy run",
  sources: [
    {
      fact: "holds CACHEDIR.TAG, .gitignore and one directory per Python version",
      seen: "mypy 2.4.1 and 0.910 on disk",
      checked: "2026-11-21",
    },
    { fact: "missing_stubs lies beside them", seen: "mypy 2.4.1, build.py", checked: "2026-11-21" },
  ],
};
