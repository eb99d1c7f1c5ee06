import { bytecode } from "../../src/catalog/bytecode.ts";
import { PYC, describeArtifact } from "./describe-artifact.ts";

describeArtifact(bytecode, {
  found: {
    "bytecode of several versions": {
      tree: {
        "app/a.py": "",
        "app/__pycache__/a.cpython-313.pyc": PYC,
        "app/__pycache__/a.cpython-311.opt-1.pyc": PYC,
        "app/__pycache__/a.cpython-34.pyo": PYC,
        "app/__pycache__/a.cpython-313-pytest-9.2.0.pyc": PYC,
      },
      place: "app/__pycache__",
      safety: "safe",
    },
    "what an interrupted write left": {
      tree: { "app/__pycache__/a.cpython-313.pyc.140234567": PYC },
      place: "app/__pycache__",
    },
    "numba's cache": {
      tree: { "app/__pycache__/nb.g-2.py313.1.nbc": "", "app/__pycache__/nb.g-2.py313.nbi": "" },
      place: "app/__pycache__",
    },
  },
  leftAlone: {
    "one with a source file in it": {
      tree: { "app/__pycache__/a.cpython-313.pyc": PYC, "app/__pycache__/keep.py": "" },
      place: "app/__pycache__",
    },
    "one with a directory in it": {
      tree: { "app/__pycache__/a.cpython-313.pyc": PYC, "app/__pycache__/x.pyc/": "" },
      place: "app/__pycache__",
    },
    "one with a link in it": {
      tree: { "app/real.pyc": PYC, "app/__pycache__/a.pyc": { link: "../real.pyc" } },
      place: "app/__pycache__",
    },
    "an empty one": { tree: { "app/__pycache__/": "" }, place: "app/__pycache__" },
    "a file of that name": { tree: { "app/__pycache__": "" }, place: "app/__pycache__" },
    "a link of that name": {
      tree: { "other/a.cpython-313.pyc": PYC, "app/__pycache__": { link: "../other" } },
      place: "app/__pycache__",
    },
  },
});
