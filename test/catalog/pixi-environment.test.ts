import { pixiEnvironment } from "../../src/catalog/pixi-environment.ts";
import { describeArtifact } from "./describe-artifact.ts";

const ENVIRONMENT = {
  "app/.pixi/envs/default/conda-meta/pixi": "{}",
  "app/.pixi/envs/default/conda-meta/history": "// not used\n",
  "app/.pixi/envs/default/bin/python": "",
};

describeArtifact(pixiEnvironment, {
  found: {
    "an environment with a lock file": {
      tree: { ...ENVIRONMENT, "app/pixi.lock": "version: 6\n", "app/pixi.toml": "" },
      place: "app/.pixi/envs/default",
      safety: "low",
    },
    "one without a lock file": { tree: ENVIRONMENT, place: "app/.pixi/envs/default", safety: "medium" },
    "one that an older pixi made": {
      tree: { "app/.pixi/solve-group-envs/all/conda-meta/six-1.17.0-0.json": "{}", "app/pixi.lock": "" },
      place: "app/.pixi/solve-group-envs/all",
      safety: "low",
    },
    "a global tool, as data": {
      tree: {
        "home/.pixi/envs/ripgrep/conda-meta/history": "",
        "home/.pixi/manifests/pixi-global.toml": "",
        "home/.pixi/bin/rg": "",
      },
      place: "home/.pixi/envs/ripgrep",
      safety: "data",
    },
  },
  leftAlone: {
    ".pixi itself, which holds the user's config.toml": {
      tree: { ...ENVIRONMENT, "app/.pixi/config.toml": "" },
      place: "app/.pixi",
    },
    "a directory of pixi without an environment in it": {
      tree: { "app/.pixi/envs/default/notes.txt": "mine" },
      place: "app/.pixi/envs/default",
    },
    "an empty conda-meta": { tree: { "app/.pixi/envs/x/conda-meta/": "" }, place: "app/.pixi/envs/x" },
  },
});
