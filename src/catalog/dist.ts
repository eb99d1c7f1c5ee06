import type { Artifact } from "../model/artifact.ts";
import { amongInstalledPackages, manifestBeside } from "./manifests.ts";

export const dist: Artifact = {
  id: "dist",
  tool: "build",
  title: "built distributions",
  kind: "directory",
  recognise: { names: ["dist"] },
  proof: {
    all: [
      manifestBeside,
      { not: amongInstalledPackages },
      { some: /\.(whl|tar\.gz|zip|egg)$/, type: "file", seen: "wheel or source distribution" },
      {
        only: /^(\.gitignore|[A-Za-z0-9][\w.+!]*(-[\w.+!]+){4,5}\.whl|[A-Za-z0-9][\w.-]*-\d[\w.+!]*(\.tar\.gz|\.zip)|[A-Za-z0-9][\w.]*-[\w.+!]+-py\d[\w.-]*\.egg)$/,
        type: "file",
        seen: "wheels and source distributions",
      },
    ],
  },
  safety: "medium",
  restoredBy: "building again; what was published may differ from what is built now",
  sources: [
    { fact: "names of wheels and source distributions", seen: "PEP 427, PEP 625", checked: "2026-11-21" },
    {
      fact: "holds NAME-VERSION.tar.gz and NAME-VERSION-TAGS.whl; uv adds .gitignore",
      seen: "build 1.6.1 and uv 0.13.8 on disk",
      checked: "2026-11-21",
    },
  ],
};
