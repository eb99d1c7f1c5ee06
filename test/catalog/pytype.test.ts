import { pytype } from "../../src/catalog/pytype.ts";
import { describeArtifact } from "./describe-artifact.ts";

describeArtifact(pytype, {
  found: {
    "what pytype leaves": {
      tree: {
        "app/.pytype/.gitignore": "# Automatically created by pytype\n*",
        "app/.pytype/build.ninja": "",
        "app/.pytype/.ninja_log": "",
        "app/.pytype/imports/default.pyi": "",
        "app/.pytype/pyi/pk/__init__.pyi": "",
      },
      place: "app/.pytype",
      safety: "safe",
    },
  },
  leftAlone: {
    "one with somebody's stubs beside": {
      tree: { "app/.pytype/imports/x": "", "app/.pytype/build.ninja": "", "app/.pytype/stubs/mine.pyi": "" },
      place: "app/.pytype",
    },
    "only a pyi directory": { tree: { "app/.pytype/pyi/mine.pyi": "" }, place: "app/.pytype" },
    "an empty one": { tree: { "app/.pytype/": "" }, place: "app/.pytype" },
  },
});
