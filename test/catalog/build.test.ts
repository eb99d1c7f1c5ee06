import { build } from "../../src/catalog/build.ts";
import { describeArtifact } from "./describe-artifact.ts";

describeArtifact(build, {
  found: {
    "a build with an extension module": {
      tree: {
        "app/setup.py": "",
        "app/build/lib.linux-x86_64-cpython-313/pk/x.so": "",
        "app/build/temp.linux-x86_64-cpython-313/x.o": "",
        "app/build/bdist.linux-x86_64/": "",
        "app/build/scripts-3.13/s.sh": "",
      },
      place: "app/build",
      safety: "low",
    },
    "a pure build": {
      tree: { "app/pyproject.toml": "", "app/build/lib/pk/__init__.py": "", "app/build/bdist.linux-x86_64/": "" },
      place: "app/build",
    },
    "a pure build, as low": {
      tree: { "app/setup.cfg": "", "app/build/lib/tool.py": "", "app/build/bdist.macosx-14-arm64/": "" },
      place: "app/build",
      safety: "low",
    },
    "nothing but a lib, which somebody may have written, by hand only": {
      tree: { "app/setup.cfg": "", "app/build/lib/tool.py": "" },
      place: "app/build",
      safety: "medium",
    },
  },
  leftAlone: {
    "a directory with somebody's files": {
      tree: { "app/pyproject.toml": "", "app/build/release-notes.md": "mine", "app/build/lib/pk/__init__.py": "" },
      place: "app/build",
    },
    "the installed package `build`": {
      tree: {
        "lib/site-packages/setup.py": "",
        "lib/site-packages/build/lib/pk/__init__.py": "",
        "lib/site-packages/build/bdist.linux-x86_64/": "",
      },
      place: "lib/site-packages/build",
    },
    "the source package `build`": {
      tree: { "app/pyproject.toml": "", "app/build/__init__.py": "", "app/build/env.py": "" },
      place: "app/build",
    },
    "a build without a Python project beside it": {
      tree: { "app/package.json": "{}", "app/build/lib/pk/__init__.py": "", "app/build/bdist.linux-x86_64/": "" },
      place: "app/build",
    },
    "a JavaScript library's lib": {
      tree: { "app/pyproject.toml": "", "app/build/lib/index.js": "" },
      place: "app/build",
    },
    "what a strict editable install lives from": {
      tree: { "app/pyproject.toml": "", "app/build/__editable__.pk-1.0-py3-none-any/pk/__init__.py": "" },
      place: "app/build",
    },
    "an empty directory": { tree: { "app/setup.py": "", "app/build/": "" }, place: "app/build" },
  },
});
