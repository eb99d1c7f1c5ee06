import type { Artifact } from "../model/artifact.ts";

const DAY_MS = 86_400_000;

export const pipLeftovers: Artifact = {
  id: "pip-leftovers",
  tool: "pip",
  title: "pip leftovers",
  kind: "directory",
  recognise: { pattern: /^~./ },
  proof: {
    all: [
      {
        up: {
          all: [
            { name: /^(site|dist)-packages$/, seen: "site-packages" },
            { some: /\.dist-info$|^pip$/, type: "directory", seen: "installed package" },
          ],
        },
      },
      {
        any: [
          { some: /^(METADATA|RECORD|INSTALLER|PKG-INFO|__pycache__)$/, seen: "package metadata" },
          {
            some: /\.(py|pyi|pyd|pyc|dll|dylib|so(\.[\d.]+)?|so-.*)$/,
            type: "file",
            seen: "module or library",
          },
          { entry: "*/__init__.py", type: "file", seen: "package inside" },
        ],
      },
    ],
  },
  safety: "safe",
  grades: [
    {
      safety: "medium",
      when: { modifiedWithin: DAY_MS },
      because: "it was made less than a day ago, and pip may still be at work",
    },
  ],
  livesInSitePackages: true,
  restoredBy: "nothing: it is what is left of a package that pip replaced",
  sources: [
    {
      fact: "pip moves a package aside under `~` and the rest of its name while it replaces it",
      seen: "pip 26.3, _internal/utils/temp_dir.py: AdjacentTempDirectory",
      checked: "2026-11-21",
    },
    { fact: "they are harmless and may be deleted by hand", seen: "pypa/pip#10452, #14047", checked: "2026-11-21" },
  ],
};
