import type { Artifact } from "../model/artifact.ts";

export const pyre: Artifact = {
  id: "pyre",
  tool: "pyre",
  title: "pyre cache",
  kind: "directory",
  recognise: { names: [".pyre"] },
  proof: {
    all: [
      { beside: /^\.pyre_configuration(\.local)?$/, seen: ".pyre_configuration" },
      { entry: "pyre.stderr", type: "file" },
      { not: { some: /^(\.git|\.hg|\.svn|.*\.(py|pyi|ipynb|toml))$/, seen: "source or configuration inside" } },
    ],
  },
  safety: "low",
  restoredBy: "the next pyre run",
  sources: [
    {
      fact: "holds pyre.stderr; the configuration lies outside, in .pyre_configuration",
      seen: "pyre-check 0.10.0 on disk",
      checked: "2026-11-21",
    },
  ],
};
