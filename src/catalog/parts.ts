import type { Artifact } from "../model/artifact.ts";

/** Things that no walk looks for by themselves: they are parts of other places, found by who looks into those. */
export const partArtifacts: readonly Artifact[] = [
  {
    id: "central-bytecode-file",
    tool: "python",
    title: "bytecode file in a cache of its own",
    kind: "file",
    recognise: { pattern: /\.py[co](\.\d+)?$/ },
    proof: {
      all: [
        { name: /\.[a-z]+-?\d[^/]*\.py[co](\.\d+)?$/, seen: "that of bytecode for one interpreter" },
        {
          any: [
            { content: /^[^]{2}\r\n/, seen: "Python bytecode" },
            { name: /\.\d+$/, seen: "that of a draft" },
          ],
        },
      ],
    },
    safety: "safe",
    restoredBy: "the next import",
    sources: [
      {
        fact: "PREFIX/path/of/module.TAG.pyc, without __pycache__",
        seen: "CPython 3.13, importlib/_bootstrap_external.py: cache_from_source",
        checked: "2026-11-21",
      },
    ],
  },
  {
    id: "bytecode-file",
    tool: "python",
    title: "bytecode file",
    kind: "file",
    recognise: { pattern: /\.py[co](\.\d+)?$/ },
    proof: {
      all: [
        { up: { name: /^__pycache__$/, seen: "__pycache__" } },
        { name: /\.py[co](\.\d+)?$/, seen: "that of a bytecode file" },
        // A write that never ended may have written nothing.
        {
          any: [
            { content: /^[^]{2}\r\n/, seen: "Python bytecode" },
            { name: /\.\d+$/, seen: "that of a draft" },
          ],
        },
      ],
    },
    safety: "safe",
    restoredBy: "the next import",
    sources: [
      {
        fact: "bytecode in __pycache__ is never imported without its source",
        seen: "PEP 3147",
        checked: "2026-11-21",
      },
      {
        fact: "the first four bytes are a version number and CR LF",
        seen: "CPython 3.13, importlib/_bootstrap_external.py: MAGIC_NUMBER",
        checked: "2026-11-21",
      },
    ],
  },
];
