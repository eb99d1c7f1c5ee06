import { pipLeftovers } from "../../src/catalog/pip-leftovers.ts";
import { describeArtifact } from "./describe-artifact.ts";

const SITE = "env/lib/python3.13/site-packages";

describeArtifact(pipLeftovers, {
  found: {
    "a package that pip moved aside": {
      tree: { [`${SITE}/~umpy/__init__.py`]: "", [`${SITE}/pip/__init__.py`]: "" },
      place: `${SITE}/~umpy`,
      safety: "safe",
    },
    "its metadata": {
      tree: { [`${SITE}/~umpy-2.0.dist-info/RECORD`]: "", [`${SITE}/six-1.17.dist-info/RECORD`]: "" },
      place: `${SITE}/~umpy-2.0.dist-info`,
    },
    "its libraries": {
      tree: { [`${SITE}/~-mpy.libs/libgfortran-040039e1.so.5.0.0`]: "", [`${SITE}/pip/__init__.py`]: "" },
      place: `${SITE}/~-mpy.libs`,
    },
    "one that was made an hour ago, by hand only": {
      tree: { [`${SITE}/~ip/__init__.py`]: "", [`${SITE}/pip/__init__.py`]: "" },
      place: `${SITE}/~ip`,
      days: 1 / 24,
      safety: "medium",
    },
    "one from the future, by hand only": {
      tree: { [`${SITE}/~ip/__init__.py`]: "", [`${SITE}/pip/__init__.py`]: "" },
      place: `${SITE}/~ip`,
      days: -100,
      safety: "medium",
    },
  },
  leftAlone: {
    "a directory of that shape elsewhere": {
      tree: { "app/~umpy/__init__.py": "", "app/pip/__init__.py": "" },
      place: "app/~umpy",
    },
    "somebody's notes in site-packages": {
      tree: { [`${SITE}/~notes/todo.txt`]: "mine", [`${SITE}/pip/__init__.py`]: "" },
      place: `${SITE}/~notes`,
    },
    "one in a directory where nothing is installed": {
      tree: { "site-packages/~ip/__init__.py": "" },
      place: "site-packages/~ip",
    },
    "a file": { tree: { [`${SITE}/~ip`]: "", [`${SITE}/pip/__init__.py`]: "" }, place: `${SITE}/~ip` },
    "a package": { tree: { [`${SITE}/numpy/__init__.py`]: "", [`${SITE}/pip/__init__.py`]: "" }, place: `${SITE}/pip` },
  },
});
