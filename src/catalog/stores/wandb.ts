import type { Store } from "../../model/store.ts";

export const wandb: Store = {
  id: "wandb",
  tool: "wandb",
  title: "wandb artifact cache",
  locations: [
    { variable: "WANDB_CACHE_DIR", below: "artifacts" },
    { variable: "XDG_CACHE_HOME", below: "wandb/artifacts", on: ["linux", "darwin"] },
    { home: ".cache/wandb/artifacts", on: ["linux"] },
    { home: "Library/Caches/wandb/artifacts", on: ["darwin"] },
    { variable: "LOCALAPPDATA", below: "wandb/wandb/Cache/artifacts", on: ["win32"] },
    { home: "AppData/Local/wandb/wandb/Cache/artifacts", on: ["win32"] },
  ],
  proof: {
    any: [
      { entry: "obj/md5", type: "directory" },
      { entry: "obj/etag", type: "directory" },
      { entry: "obj/xxh128", type: "directory" },
      // It makes tmp before anything is in the cache.
      { all: [{ name: /^artifacts$/ }, { only: /^(obj|tmp)$/, type: "directory" }] },
    ],
  },
  parts: [
    { id: "objects", title: "files of artifacts", entry: /^obj$/, safety: "low", removedBy: "owner-in-part" },
    { id: "unfinished", title: "downloads that run or broke off", entry: /^tmp$/, safety: "low", removedBy: "nobody" },
  ],
  owner: {
    programs: ["wandb"],
    arguments: ["artifact", "cache", "cleanup", "0GB"],
    place: [],
    quietly: [],
    environment: { WANDB_CACHE_DIR: "{path}/..", WANDB_SILENT: "true", WANDB_MODE: "offline" },
    version: ["--version"],
    timeLimitMs: 10 * 60_000,
  },
  alsoUsedBy: ["wandb-core"],
  restoredBy: "the next download of the artifact, while the project exists",
  sources: [
    {
      fact: "it lies in artifacts of WANDB_CACHE_DIR or of the user cache directory",
      seen: "wandb 0.31.0, run",
      checked: "2026-11-21",
    },
    {
      fact: "files lie in obj by the kind of their checksum: md5, xxh128 or etag",
      seen: "wandb 0.31.0, run; sdk/artifacts/artifact_file_cache.py",
      checked: "2026-11-21",
    },
    {
      fact: "wandb artifact cache cleanup SIZE removes what was used least recently, keeps the directories, and takes tmp only when told",
      seen: "wandb 0.31.0, run",
      checked: "2026-11-21",
    },
  ],
};
