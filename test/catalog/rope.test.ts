import { rope } from "../../src/catalog/rope.ts";
import { describeArtifact } from "./describe-artifact.ts";

describeArtifact(rope, {
  found: {
    "what rope leaves": {
      tree: {
        "app/.ropeproject/autoimport.db": "SQLite format 3",
        "app/.ropeproject/history": "",
        "app/.ropeproject/history.json": "[[], []]",
      },
      place: "app/.ropeproject",
      safety: "low",
    },
    "what an old rope leaves": {
      tree: { "app/.ropeproject/history": "", "app/.ropeproject/objectdb": "" },
      place: "app/.ropeproject",
    },
  },
  leftAlone: {
    "one with the user's configuration": {
      tree: { "app/.ropeproject/history": "", "app/.ropeproject/config.py": "def set_prefs(prefs): ...\n" },
      place: "app/.ropeproject",
    },
    "an empty one": { tree: { "app/.ropeproject/": "" }, place: "app/.ropeproject" },
    "one with a directory named like its history": {
      tree: { "app/.ropeproject/history/2026.txt": "" },
      place: "app/.ropeproject",
    },
  },
});
