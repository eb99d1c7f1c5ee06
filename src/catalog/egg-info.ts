import type { Artifact } from "../model/artifact.ts";
import { amongInstalledPackages, BUILD_MANIFEST, manifestBeside } from "./manifests.ts";

export const eggInfo: Artifact = {
  id: "egg-info",
  tool: "setuptools",
  title: "egg-info",
  kind: "directory",
  recognise: { pattern: /.\.egg-info$/ },
  proof: {
    all: [
      { entry: "PKG-INFO", type: "file", content: /^Metadata-Version:/m, seen: "PKG-INFO with a metadata version" },
      { entry: "SOURCES.txt", type: "file" },
      { not: amongInstalledPackages },
      {
        any: [manifestBeside, { up: { beside: BUILD_MANIFEST, seen: "pyproject.toml, setup.py or setup.cfg" } }],
      },
    ],
  },
  safety: "medium",
  restoredBy: "the next build; a `setup.py develop` install lives from it",
  sources: [
    {
      fact: "holds PKG-INFO and SOURCES.txt, beside setup.py or in src below it",
      seen: "setuptools 84.2.1 and 44.1.1 on disk",
      checked: "2026-11-21",
    },
  ],
};
