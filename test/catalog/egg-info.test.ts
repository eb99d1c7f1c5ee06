import { eggInfo } from "../../src/catalog/egg-info.ts";
import { describeArtifact } from "./describe-artifact.ts";

function inside(directory: string): Readonly<Record<string, string>> {
  return {
    [`${directory}/PKG-INFO`]: "Metadata-Version: 2.4\nName: demo\nVersion: 1.0\n",
    [`${directory}/SOURCES.txt`]: "setup.py\n",
    [`${directory}/top_level.txt`]: "demo\n",
  };
}

describeArtifact(eggInfo, {
  found: {
    "one beside setup.py": {
      tree: { ...inside("app/demo.egg-info"), "app/setup.py": "" },
      place: "app/demo.egg-info",
      safety: "medium",
    },
    "one in the src layout": {
      tree: { ...inside("app/src/demo.egg-info"), "app/pyproject.toml": "" },
      place: "app/src/demo.egg-info",
    },
  },
  leftAlone: {
    "an installed package's": {
      tree: { ...inside("site-packages/demo.egg-info"), "site-packages/setup.py": "", "setup.py": "" },
      place: "site-packages/demo.egg-info",
    },
    "one without a manifest": { tree: inside("a/b/demo.egg-info"), place: "a/b/demo.egg-info" },
    "one with somebody's file only": {
      tree: { "app/setup.py": "", "app/demo.egg-info/PKG-INFO": "my notes", "app/demo.egg-info/SOURCES.txt": "" },
      place: "app/demo.egg-info",
    },
    "one without SOURCES.txt": {
      tree: { "app/setup.py": "", "app/demo.egg-info/PKG-INFO": "Metadata-Version: 2.4\nName: demo\n" },
      place: "app/demo.egg-info",
    },
  },
});
