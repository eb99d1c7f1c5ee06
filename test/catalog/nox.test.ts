import { nox } from "../../src/catalog/nox.ts";
import { CACHEDIR_TAG, describeArtifact } from "./describe-artifact.ts";

describeArtifact(nox, {
  found: {
    "what nox leaves": {
      tree: {
        "app/noxfile.py": "",
        "app/.nox/CACHEDIR.TAG": CACHEDIR_TAG,
        "app/.nox/.gitignore": "*",
        "app/.nox/tests-3-13/pyvenv.cfg": "home = /usr/bin\n",
      },
      place: "app/.nox",
      safety: "low",
    },
    "what nox leaves with conda": {
      tree: { "app/noxfile.py": "", "app/.nox/tests/conda-meta/history": "" },
      place: "app/.nox",
    },
  },
  leftAlone: {
    "one without a noxfile beside it": {
      tree: { "app/.nox/tests/pyvenv.cfg": "home = /usr/bin\n" },
      place: "app/.nox",
    },
    "one without an environment": {
      tree: { "app/noxfile.py": "", "app/.nox/emulator/disk.img": "" },
      place: "app/.nox",
    },
    "one that holds a repository": {
      tree: { "app/noxfile.py": "", "app/.nox/t/pyvenv.cfg": "", "app/.nox/.git/HEAD": "" },
      place: "app/.nox",
    },
  },
});
