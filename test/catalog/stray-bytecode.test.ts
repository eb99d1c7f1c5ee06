import { strayBytecode } from "../../src/catalog/stray-bytecode.ts";
import { PYC, describeArtifact } from "./describe-artifact.ts";

describeArtifact(strayBytecode, {
  found: {
    "bytecode beside its source": {
      tree: { "app/tool.py": "", "app/tool.pyc": PYC },
      place: "app/tool.pyc",
      safety: "safe",
    },
    "optimised bytecode": { tree: { "app/tool.py": "", "app/tool.pyo": PYC }, place: "app/tool.pyo" },
    "what an interrupted write left": {
      tree: { "app/tool.py": "", "app/tool.pyc.139873": PYC },
      place: "app/tool.pyc.139873",
    },
  },
  leftAlone: {
    "bytecode without source, which is the program": { tree: { "app/tool.pyc": PYC }, place: "app/tool.pyc" },
    "something else with that ending": {
      tree: { "app/tool.py": "", "app/tool.pyc": "Polygon chart, not bytecode" },
      place: "app/tool.pyc",
    },
    "an empty file": { tree: { "app/tool.py": "", "app/tool.pyc": "" }, place: "app/tool.pyc" },
    "bytecode whose source is a directory": {
      tree: { "app/tool.py/": "", "app/tool.pyc": PYC },
      place: "app/tool.pyc",
    },
    "a link": {
      tree: { "app/tool.py": "", "o.pyc": PYC, "app/tool.pyc": { link: "../o.pyc" } },
      place: "app/tool.pyc",
    },
  },
});
