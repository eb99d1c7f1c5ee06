import { wheelhouse } from "../../src/catalog/wheelhouse.ts";
import { describeArtifact } from "./describe-artifact.ts";

describeArtifact(wheelhouse, {
  found: {
    "what pip wheel leaves": {
      tree: { "app/pyproject.toml": "", "app/wheelhouse/six-1.17.0-py2.py3-none-any.whl": "PK" },
      place: "app/wheelhouse",
      safety: "medium",
    },
  },
  leftAlone: {
    "one with another file": {
      tree: {
        "app/pyproject.toml": "",
        "app/wheelhouse/six-1.17.0-py2.py3-none-any.whl": "PK",
        "app/wheelhouse/requirements.txt": "six",
      },
      place: "app/wheelhouse",
    },
    "one without a Python project beside it": {
      tree: { "backup/wheelhouse/six-1.17.0-py2.py3-none-any.whl": "PK" },
      place: "backup/wheelhouse",
    },
    "a package of that name": {
      tree: { "app/pyproject.toml": "", "app/wheelhouse/__init__.py": "" },
      place: "app/wheelhouse",
    },
  },
});
