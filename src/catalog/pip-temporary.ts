import type { Artifact } from "../model/artifact.ts";

const DAY_MS = 86_400_000;

export const pipTemporary: Artifact = {
  id: "pip-temporary",
  tool: "pip",
  title: "pip temporary files",
  kind: "directory",
  // Neither pip-uninstall nor pip-target: they may hold the only copy of what pip was replacing.
  recognise: { pattern: /^pip-(build-env|install|modern-metadata|req-build|unpack|wheel)-[a-z0-9_]{8}$/ },
  proof: {
    any: [
      {
        all: [
          { name: /^pip-build-env-/, seen: "that of a build environment" },
          { only: /^(normal|overlay|site)$/, type: "directory", seen: "its directories" },
        ],
      },
      {
        all: [
          { name: /^pip-install-/, seen: "that of sources to be installed" },
          { only: /^[\w.-]+_[0-9a-f]{32}$/, type: "directory", seen: "directories named as pip names them" },
        ],
      },
      {
        all: [
          { name: /^pip-modern-metadata-/, seen: "that of prepared metadata" },
          { only: /\.dist-info$/, type: "directory", seen: "metadata" },
        ],
      },
      {
        all: [
          { name: /^pip-req-build-/, seen: "that of a source to be built" },
          { some: /^(setup\.py|pyproject\.toml)$/, type: "file", seen: "a source distribution" },
        ],
      },
      {
        all: [
          { name: /^pip-(unpack|wheel)-/, seen: "that of downloads or of wheels that are built" },
          { only: /\.(whl|tar\.gz|tgz|tar\.bz2|zip|metadata)$/, type: "file", seen: "packages" },
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
  restoredBy: "nothing: pip removes them itself at the end of a run",
  sources: [
    {
      fact: "pip makes pip-KIND- and eight characters in the temporary directory and removes it at its end; killed while it builds, it leaves build-env, build-tracker, ephem-wheel-cache, install or req-build, modern-metadata, target, unpack and wheel",
      seen: "pip 23.2.1, run; 26.3, _internal/utils/temp_dir.py",
      checked: "2026-11-21",
    },
    {
      fact: "pip-uninstall holds what pip replaces until the new version is there",
      seen: "pip 26.3, _internal/req/req_uninstall.py",
      checked: "2026-11-21",
    },
  ],
};
