import type { Artifact } from "../model/artifact.ts";

export const ruffCache: Artifact = {
  id: "ruff-cache",
  tool: "ruff",
  title: "ruff cache",
  kind: "directory",
  recognise: { names: [".ruff_cache"] },
  proof: {
    all: [
      { cachedirTag: true },
      {
        only: /^(CACHEDIR\.TAG|\.gitignore|content|\d+\.\d+\.\d+([-.+].*)?)$/,
        seen: "what ruff writes",
      },
    ],
  },
  safety: "safe",
  restoredBy: "the next ruff run",
  sources: [
    {
      fact: "holds CACHEDIR.TAG, .gitignore and one directory per ruff version, `content` in old ones",
      seen: "ruff 0.17.5 and 0.0.250 on disk",
      checked: "2026-11-21",
    },
  ],
};
