import { pypackages } from "../../src/catalog/pypackages.ts";
import { describeArtifact } from "./describe-artifact.ts";

describeArtifact(pypackages, {
  found: {
    "what pdm makes": {
      tree: {
        "app/pyproject.toml": "",
        "app/__pypackages__/.gitignore": "*\n!.gitignore\n",
        "app/__pypackages__/3.13/lib/six.py": "",
        "app/__pypackages__/3.13/bin/": "",
        "app/__pypackages__/3.13/include/": "",
      },
      place: "app/__pypackages__",
      safety: "medium",
    },
    "the Windows layout": {
      tree: { "app/pdm.lock": "", "app/__pypackages__/3.9-32/Lib/six.py": "" },
      place: "app/__pypackages__",
    },
  },
  leftAlone: {
    "one with somebody's package in it": {
      tree: { "app/pyproject.toml": "", "app/__pypackages__/3.13/lib/": "", "app/__pypackages__/mine/x.py": "" },
      place: "app/__pypackages__",
    },
    "one without a project": { tree: { "app/__pypackages__/3.13/lib/six.py": "" }, place: "app/__pypackages__" },
    "one without lib": {
      tree: { "app/pyproject.toml": "", "app/__pypackages__/3.13/notes.txt": "" },
      place: "app/__pypackages__",
    },
  },
});
