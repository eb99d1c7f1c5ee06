import type { Artifact } from "../model/artifact.ts";

export const bytecode: Artifact = {
  id: "bytecode",
  tool: "python",
  title: "bytecode",
  kind: "directory",
  recognise: { names: ["__pycache__"] },
  proof: { only: /\.(py[co](\.\d+)?|nbi|nbc)$/, type: "file", seen: "bytecode" },
  safety: "safe",
  restoredBy: "the next import",
  sources: [
    {
      fact: "bytecode in __pycache__ is never imported without its source",
      seen: "PEP 3147",
      checked: "2026-11-21",
    },
    {
      fact: "an interrupted write leaves name.pyc.DIGITS",
      seen: "CPython 3.13, importlib/_bootstrap_external.py: _write_atomic",
      checked: "2026-11-21",
    },
    { fact: "numba keeps .nbi and .nbc there", seen: "numba 0.68.1 on disk", checked: "2026-11-21" },
  ],
};
