import type { Artifact } from "../model/artifact.ts";
import { inPixiEnvironments } from "./pixi-environment.ts";

export const condaEnvironment: Artifact = {
  id: "conda-environment",
  tool: "conda",
  title: "conda environment",
  kind: "directory",
  recognise: { holdsEntry: "conda-meta" },
  proof: { all: [{ entry: "conda-meta/history", type: "file" }, { not: inPixiEnvironments }] },
  safety: "low",
  grades: [
    {
      safety: "data",
      when: {
        any: [
          { entry: "condabin", type: "directory" },
          { entry: "pkgs/urls.txt", type: "file" },
          { entry: "envs/*/conda-meta", type: "directory" },
        ],
      },
      because: "it holds conda itself, its package store or further environments",
    },
    {
      safety: "data",
      when: {
        some: /^(\.git|\.hg|\.svn|pyproject\.toml|setup\.(py|cfg)|environment\.ya?ml|.*\.(py|ipynb))$/,
        seen: "project source at its top",
      },
      because: "project source lies at its top",
    },
    {
      safety: "medium",
      when: { up: { name: /^envs$/, seen: "envs" } },
      because: "it is a named environment, which any project may use",
    },
  ],
  holds: "conda-environment",
  restoredBy: "the explicit list of packages saved before it goes",
  sources: [
    {
      fact: "conda itself takes a directory for an environment when it holds conda-meta/history",
      seen: "conda's source: PrefixData.is_environment",
      checked: "2026-11-21",
    },
    {
      fact: "a prefix with conda in it has condabin; the base prefix also has pkgs/urls.txt and envs",
      seen: "conda's source: base/context.py",
      checked: "2026-11-21",
    },
  ],
};
