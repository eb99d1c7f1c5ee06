import type { Artifact } from "../model/artifact.ts";

export const strayBytecode: Artifact = {
  id: "stray-bytecode",
  tool: "python",
  title: "stray bytecode file",
  kind: "file",
  recognise: { pattern: /\.py[co](\.\d+)?$/ },
  proof: {
    all: [
      { eachHas: { of: /^(.+)\.py[co](?:\.\d+)?$/, source: "$1.py" } },
      { content: /^[^]{2}\r\n/, seen: "Python bytecode" },
    ],
  },
  safety: "safe",
  restoredBy: "the next import or compileall",
  sources: [
    {
      fact: "Python 2 and `compileall -b` write name.pyc beside name.py; without name.py it is the program itself",
      seen: "Python 2.7.18 and 3.7.16 on disk, PEP 3147",
      checked: "2026-11-21",
    },
    {
      fact: "the first four bytes are a version number and CR LF",
      seen: "CPython 3.13, importlib/_bootstrap_external.py: MAGIC_NUMBER",
      checked: "2026-11-21",
    },
  ],
};
