import type { Store } from "../../model/store.ts";
import { userCache } from "../user-directories.ts";

export const pipenv: Store = {
  id: "pipenv",
  tool: "pipenv",
  title: "pipenv cache",
  locations: [{ variable: "PIPENV_CACHE_DIR" }, ...userCache("pipenv")],
  proof: {
    any: [
      { entry: "http-v2/*/*/*/*/*", type: "directory" },
      { entry: "pipenv-manifests/manifests-v*", type: "directory" },
    ],
  },
  parts: [
    {
      id: "http",
      title: "downloads and answers of indexes",
      entry: /^http(-v2)?$/,
      safety: "low",
      removedBy: "pyshed",
    },
    { id: "manifests", title: "what indexes offer", entry: /^pipenv-manifests$/, safety: "safe", removedBy: "pyshed" },
    {
      id: "wheels",
      title: "wheels built on this machine",
      entry: /^(wheels|pkgs)$/,
      safety: "medium",
      removedBy: "nobody",
    },
    { id: "marks", title: "marks", entry: /^(selfcheck|CACHEDIR\.TAG)$/, safety: "safe", removedBy: "nobody" },
  ],
  // Not `pipenv --clear`: it removes all of pip's own cache as well.
  owner: null,
  restoredBy: "the next pipenv lock or pipenv install",
  sources: [
    {
      fact: "PIPENV_CACHE_DIR is pip's cache directory while pipenv works (http-v2, wheels, pkgs) and holds pipenv-manifests",
      seen: "pipenv 2026.10.3 (environments.py, utils/pip.py, resolver/manifest_cache.py); http-v2 on disk",
      checked: "2026-11-21",
    },
    {
      fact: "`--clear` removes that directory and pip's user cache",
      seen: "pipenv 2026.10.3, routines/clear.py",
      checked: "2026-11-21",
    },
  ],
};
