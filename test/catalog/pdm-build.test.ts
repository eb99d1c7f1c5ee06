import { pdmBuild } from "../../src/catalog/pdm-build.ts";
import { describeArtifact } from "./describe-artifact.ts";

describeArtifact(pdmBuild, {
  found: {
    "what pdm-backend leaves": {
      tree: {
        "app/pyproject.toml": "",
        "app/.pdm-build/.gitignore": "*\n",
        "app/.pdm-build/_editable_impl_pd.pth": "/app\n",
      },
      place: "app/.pdm-build",
      safety: "low",
    },
    "what a build left": {
      tree: {
        "app/pyproject.toml": "",
        "app/.pdm-build/.gitignore": "*",
        "app/.pdm-build/pd-1.dist-info/METADATA": "",
      },
      place: "app/.pdm-build",
    },
  },
  leftAlone: {
    "one without pdm's .gitignore": {
      tree: { "app/pyproject.toml": "", "app/.pdm-build/x.pth": "" },
      place: "app/.pdm-build",
    },
    "one with a build script": {
      tree: { "app/pyproject.toml": "", "app/.pdm-build/.gitignore": "*", "app/.pdm-build/build.py": "" },
      place: "app/.pdm-build",
    },
    "one without a project": {
      tree: { "app/.pdm-build/.gitignore": "*", "app/.pdm-build/x.pth": "" },
      place: "app/.pdm-build",
    },
  },
});
