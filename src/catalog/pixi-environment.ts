import type { Artifact } from "../model/artifact.ts";
import type { Proof } from "../model/proof.ts";

/** In the directories where pixi itself makes environments: `.pixi/envs` and `.pixi/solve-group-envs`. */
export const inPixiEnvironments: Proof = {
  up: {
    all: [
      { name: /^(envs|solve-group-envs)$/, seen: "envs or solve-group-envs" },
      { up: { name: /^\.pixi$/, seen: ".pixi" } },
    ],
  },
};

export const pixiEnvironment: Artifact = {
  id: "pixi-environment",
  tool: "pixi",
  title: "pixi environment",
  kind: "directory",
  recognise: { holdsEntry: "conda-meta" },
  proof: {
    all: [
      inPixiEnvironments,
      {
        any: [
          { entry: "conda-meta/pixi", type: "file" },
          { entry: "conda-meta/history", type: "file" },
          { entry: "conda-meta/*.json", type: "file", seen: "package records in conda-meta" },
        ],
      },
    ],
  },
  safety: "low",
  grades: [
    {
      safety: "data",
      when: {
        up: {
          up: {
            any: [
              { entry: "manifests", type: "directory" },
              { entry: "bin/pixi*", type: "program" },
            ],
          },
        },
      },
      because: "it is one of pixi's global tools, a program of the user",
    },
    {
      safety: "medium",
      when: { not: { up: { up: { beside: /^pixi\.lock$/, seen: "pixi.lock" } } } },
      because: "there is no pixi.lock to restore it from",
    },
  ],
  holds: "conda-environment",
  restoredBy: "pixi install, exactly from pixi.lock",
  sources: [
    {
      fact: "environments lie in .pixi/envs and .pixi/solve-group-envs; .pixi/config.toml is the user's",
      seen: "pixi's source: consts.rs",
      checked: "2026-11-21",
    },
    {
      fact: "global tools lie in ~/.pixi/envs, with manifests/pixi-global.toml and bin beside",
      seen: "pixi's documentation of global tools",
      checked: "2026-11-21",
    },
  ],
};
