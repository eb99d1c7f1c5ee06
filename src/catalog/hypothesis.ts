import type { Artifact } from "../model/artifact.ts";

export const hypothesis: Artifact = {
  id: "hypothesis",
  tool: "hypothesis",
  title: "hypothesis examples",
  kind: "directory",
  recognise: { names: [".hypothesis"] },
  proof: {
    all: [
      {
        only: /^(\.gitignore|examples|unicode_data|unicodedata|constants|patches|observed|tmp|eval_source)$/,
        seen: "what hypothesis writes",
      },
      {
        any: [
          { entry: "examples", type: "directory" },
          { entry: "unicode_data", type: "directory" },
          { entry: "constants", type: "directory" },
        ],
      },
    ],
  },
  safety: "medium",
  restoredBy: "testing again; failing cases found by chance may not be found again",
  sources: [
    {
      fact: "holds .gitignore, constants, examples, patches and unicode_data",
      seen: "hypothesis 6.170.15 on disk",
      checked: "2026-11-21",
    },
    { fact: "old ones hold examples and unicode_data", seen: "hypothesis 4.57.1 on disk", checked: "2026-11-21" },
    { fact: "tmp and observed; eval_source in old ones", seen: "hypothesis 6.170.15's source", checked: "2026-11-21" },
  ],
};
