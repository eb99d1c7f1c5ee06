import { eggs } from "../../src/catalog/eggs.ts";
import { describeArtifact } from "./describe-artifact.ts";

const README = "This directory contains eggs that were downloaded by setuptools to build, test, and run plug-ins.\n";

describeArtifact(eggs, {
  found: {
    "what setup_requires leaves": {
      tree: { "app/.eggs/README.txt": README, "app/.eggs/six-1.17.0-py3.7.egg/EGG-INFO/PKG-INFO": "" },
      place: "app/.eggs",
      safety: "low",
    },
  },
  leftAlone: {
    "one without setuptools' README": {
      tree: { "app/.eggs/six-1.17.0-py3.7.egg/EGG-INFO/PKG-INFO": "" },
      place: "app/.eggs",
    },
    "one with something else in it": {
      tree: { "app/.eggs/README.txt": README, "app/.eggs/benedict.md": "a recipe" },
      place: "app/.eggs",
    },
    "one with another README": { tree: { "app/.eggs/README.txt": "mine" }, place: "app/.eggs" },
  },
});
