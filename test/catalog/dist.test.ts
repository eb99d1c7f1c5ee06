import { dist } from "../../src/catalog/dist.ts";
import { describeArtifact } from "./describe-artifact.ts";

describeArtifact(dist, {
  found: {
    "a wheel and a source distribution": {
      tree: {
        "app/pyproject.toml": "",
        "app/dist/demo_pkg-1.0-py3-none-any.whl": "PK",
        "app/dist/demo_pkg-1.0.tar.gz": "",
        "app/dist/.gitignore": "*",
      },
      place: "app/dist",
      safety: "medium",
    },
    "a wheel with a build number and an egg": {
      tree: {
        "app/setup.py": "",
        "app/dist/demo-1.0rc1+local.1-2-cp313-cp313-manylinux_2_17_x86_64.manylinux2014_x86_64.whl": "PK",
        "app/dist/demo-1.0-py3.7.egg": "",
      },
      place: "app/dist",
    },
  },
  leftAlone: {
    "one with a README": {
      tree: { "app/pyproject.toml": "", "app/dist/demo-1.0.tar.gz": "", "app/dist/README.md": "mine" },
      place: "app/dist",
    },
    "a website's": { tree: { "app/pyproject.toml": "", "app/dist/index.html": "" }, place: "app/dist" },
    "one without a Python project beside it": {
      tree: { "app/dist/demo_pkg-1.0-py3-none-any.whl": "PK" },
      place: "app/dist",
    },
    "only a .gitignore": { tree: { "app/setup.py": "", "app/dist/.gitignore": "*" }, place: "app/dist" },
    "the installed package `dist`": {
      tree: { "site-packages/setup.py": "", "site-packages/dist/demo-1.0.tar.gz": "" },
      place: "site-packages/dist",
    },
    "archives that are no distributions": {
      tree: { "app/setup.py": "", "app/dist/photos.zip": "", "app/dist/demo-1.0.tar.gz": "" },
      place: "app/dist",
    },
    "a directory named like a wheel": {
      tree: { "app/setup.py": "", "app/dist/demo_pkg-1.0-py3-none-any.whl/x": "" },
      place: "app/dist",
    },
  },
});
