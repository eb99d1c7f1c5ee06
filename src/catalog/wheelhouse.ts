import type { Artifact } from "../model/artifact.ts";
import { manifestBeside } from "./manifests.ts";

export const wheelhouse: Artifact = {
  id: "wheelhouse",
  tool: "pip",
  title: "wheelhouse",
  kind: "directory",
  recognise: { names: ["wheelhouse"] },
  proof: {
    all: [
      manifestBeside,
      {
        only: /^[A-Za-z0-9][\w.+!]*(-[\w.+!]+){4,5}\.whl$/,
        type: "file",
        seen: "wheels",
      },
    ],
  },
  safety: "medium",
  restoredBy: "pip wheel or cibuildwheel; wheels collected by hand may not come back",
  sources: [
    { fact: "`pip wheel -w wheelhouse` writes wheels only", seen: "pip 26.3 on disk", checked: "2026-11-21" },
    {
      fact: "cibuildwheel's and auditwheel's default output directory",
      seen: "cibuildwheel's and auditwheel's documentation",
      checked: "2026-11-21",
    },
  ],
};
