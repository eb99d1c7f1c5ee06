import type { Store } from "../../model/store.ts";
import { aboutRuns, cachePurge, runs } from "../pipx-command.ts";
import { userCache } from "../user-directories.ts";

export const pipx: Store = {
  id: "pipx",
  tool: "pipx",
  title: "environments of pipx run",
  // With PIPX_HOME it lies in there: see `pipx-home`.
  locations: [...userCache("pipx")],
  proof: {
    all: [
      { some: /^\.?[0-9a-f]{15}(\.lock)?$/, seen: "environment named by a hash" },
      {
        any: [
          { entry: "CACHEDIR.TAG", type: "file", content: /created by pipx/ },
          { entry: "*/pipx_metadata.json", type: "file" },
        ],
      },
    ],
  },
  parts: [
    { ...runs, entry: /^[0-9a-f]{15}$/, removedBy: "owner" },
    {
      id: "marks",
      title: "locks and marks",
      entry: /^(\.[0-9a-f]{15}\.lock|CACHEDIR\.TAG)$/,
      safety: "safe",
      removedBy: "nobody",
    },
  ],
  // On Windows there is but one place.
  owner: cachePurge({ XDG_CACHE_HOME: "{path}/.." }),
  restoredBy: "the next pipx run",
  sources: [aboutRuns],
};
