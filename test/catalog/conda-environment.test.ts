import { condaEnvironment } from "../../src/catalog/conda-environment.ts";
import { describeArtifact } from "./describe-artifact.ts";

describeArtifact(condaEnvironment, {
  found: {
    "an environment in a project": {
      tree: { "app/env/conda-meta/history": "==> 2026-01-01 <==\n", "app/env/bin/python": "" },
      place: "app/env",
      safety: "low",
    },
    "a named environment": {
      tree: { "conda/envs/science/conda-meta/history": "", "conda/envs/science/lib/": "" },
      place: "conda/envs/science",
      safety: "medium",
    },
    "conda's own prefix, as data": {
      tree: { "miniconda3/conda-meta/history": "", "miniconda3/condabin/conda": "", "miniconda3/envs/a/x": "" },
      place: "miniconda3",
      safety: "data",
    },
    "a prefix with a project in it, as data": {
      tree: { "work/conda-meta/history": "", "work/analysis.ipynb": "{}" },
      place: "work",
      safety: "data",
    },
  },
  leftAlone: {
    "a conda-meta without a history": { tree: { "app/conda-meta/six-1.17.json": "{}" }, place: "app" },
    "a folder with notes about conda": { tree: { "app/conda-meta": "notes" }, place: "app" },
    "a recipe's conda-meta with a directory named history": { tree: { "r/conda-meta/history/": "" }, place: "r" },
    "a history behind a link": {
      tree: { "app/conda-meta": { link: "../env/conda-meta" }, "env/conda-meta/history": "" },
      place: "app",
    },
  },
});
