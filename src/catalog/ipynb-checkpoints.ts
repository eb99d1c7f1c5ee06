import type { Artifact } from "../model/artifact.ts";

const CHECKPOINT = /^(.+)-checkpoint(\.[^.]+)?$/;

export const ipynbCheckpoints: Artifact = {
  id: "ipynb-checkpoints",
  tool: "jupyter",
  title: "notebook checkpoints",
  kind: "directory",
  recognise: { names: [".ipynb_checkpoints"] },
  proof: { only: CHECKPOINT, type: "file", seen: "checkpoints" },
  safety: "low",
  grades: [
    {
      safety: "data",
      when: { not: { eachHas: { of: CHECKPOINT, source: "$1$2", newer: true } } },
      because: "a checkpoint in it is newer than its file or has none, and may be the only copy",
    },
  ],
  restoredBy: "the next save of each notebook",
  sources: [
    {
      fact: "NAME-checkpoint.EXT is a copy of NAME.EXT with its times, made when it is opened or saved",
      seen: "jupyter_server 2.21.1, services/contents/filecheckpoints.py",
      checked: "2026-11-21",
    },
    {
      fact: "users get lost notebooks back from here",
      seen: "jupyter/notebook#6654, #6659",
      checked: "2026-11-21",
    },
  ],
};
