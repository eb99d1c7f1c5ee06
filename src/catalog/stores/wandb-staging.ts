import type { Store } from "../../model/store.ts";
import { userData } from "../user-directories.ts";

export const wandbStaging: Store = {
  id: "wandb-staging",
  tool: "wandb",
  title: "wandb staging",
  locations: [
    { variable: "WANDB_DATA_DIR", below: "artifacts/staging" },
    ...userData("wandb/artifacts/staging", "wandb/wandb/artifacts/staging"),
  ],
  proof: {
    all: [
      { name: /^staging$/, seen: "that of wandb's staging directory" },
      { some: /^(tmp[a-z0-9_]{8}|artifact_manifests)$/, seen: "copy of a file, or list of them" },
    ],
  },
  parts: [
    {
      id: "copies",
      title: "copies of files that an artifact was made of",
      entry: /^tmp[a-z0-9_]{8}$/,
      safety: "medium",
      removedBy: "pyshed",
    },
    {
      id: "lists",
      title: "lists of what is in an artifact",
      entry: /^artifact_manifests$/,
      safety: "medium",
      removedBy: "pyshed",
    },
  ],
  owner: null,
  alsoUsedBy: ["wandb", "wandb-core"],
  restoredBy: "nothing: a run that was made offline and is not synced needs them",
  sources: [
    {
      fact: "add_file copies each file to tmp and eight characters in artifacts/staging of WANDB_DATA_DIR or of the user data directory; lists lie in artifact_manifests",
      seen: "wandb 0.31.0, run; sdk/interface/interface.py for the lists",
      checked: "2026-11-21",
    },
    {
      fact: "wandb artifact cache cleanup leaves it alone",
      seen: "wandb 0.31.0, run; wandb/wandb#7673",
      checked: "2026-11-21",
    },
  ],
};
