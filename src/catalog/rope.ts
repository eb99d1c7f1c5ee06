import type { Artifact } from "../model/artifact.ts";

export const rope: Artifact = {
  id: "rope",
  tool: "rope",
  title: "rope cache",
  kind: "directory",
  recognise: { names: [".ropeproject"] },
  proof: {
    all: [
      {
        only: /^(history|objectdb|globalnames|autoimport\.db|(history|objectdb|globalnames)\.json)(-wal|-shm|-journal)?$/,
        type: "file",
        seen: "what rope writes (config.py is the user's)",
      },
      { some: /^(history|objectdb|autoimport\.db)/, type: "file", seen: "rope's history, objectdb or autoimport.db" },
    ],
  },
  safety: "low",
  restoredBy: "the next use of rope; its undo history is lost",
  sources: [
    { fact: "holds history, history.json and autoimport.db", seen: "rope 1.15.0 on disk", checked: "2026-11-21" },
    {
      fact: "older ones hold objectdb and a config.py that the user may have edited",
      seen: "rope 0.23 on disk",
      checked: "2026-11-21",
    },
  ],
};
