import type { Store } from "../../model/store.ts";

export const preCommit: Store = {
  id: "pre-commit",
  tool: "pre-commit",
  title: "pre-commit repositories",
  // The same on every system.
  locations: [
    { variable: "PRE_COMMIT_HOME" },
    { variable: "XDG_CACHE_HOME", below: "pre-commit" },
    { home: ".cache/pre-commit" },
  ],
  proof: {
    all: [
      { entry: "db.db", type: "file", content: /^SQLite format 3\0/, seen: "db.db of SQLite" },
      {
        any: [
          { entry: "README", type: "file", content: /maintained by the pre-commit project/ },
          { some: /^repo[a-z0-9_]{8}$/, type: "directory", seen: "repository of hooks" },
        ],
      },
    ],
  },
  parts: [
    {
      id: "repositories",
      title: "repositories of hooks and their environments",
      entry: /^repo[a-z0-9_]{8}$/,
      safety: "low",
      removedBy: "owner-in-part",
    },
    {
      id: "patches",
      title: "unstaged changes that were put aside, perhaps the only copy",
      entry: /^patch/,
      safety: "data",
      removedBy: "nobody",
    },
    {
      id: "records",
      title: "records, lock and log",
      entry: /^(db\.db(-journal)?|\.lock|README|pre-commit\.log|CACHEDIR\.TAG)$/,
      safety: "data",
      removedBy: "nobody",
    },
  ],
  // Not `clean`: it takes the patches, and `~/.pre-commit` as well.
  owner: {
    programs: ["pre-commit"],
    arguments: ["gc"],
    place: [],
    quietly: ["--color", "never"],
    environment: { PRE_COMMIT_HOME: "{path}" },
    version: ["--version"],
    timeLimitMs: 10 * 60_000,
  },
  restoredBy: "the next pre-commit run, which clones and builds what it needs",
  sources: [
    {
      fact: "PRE_COMMIT_HOME, else XDG_CACHE_HOME/pre-commit, else ~/.cache/pre-commit, on every system",
      seen: "pre-commit 4.7.0, store.py",
      checked: "2026-11-21",
    },
    {
      fact: "db.db names repositories (repo, ref, path) and configurations (path); directories are repo and 8 characters",
      seen: "pre-commit 4.7.0, on disk",
      checked: "2026-11-21",
    },
    {
      fact: "`gc` keeps what a known configuration names, and takes one that it cannot read for a dead one",
      seen: "pre-commit 4.7.0, commands/gc.py, and run",
      checked: "2026-11-21",
    },
    {
      fact: "patch files hold unstaged changes while hooks run and stay when pre-commit is killed",
      seen: "pre-commit 4.7.0, staged_files_only.py; pre-commit/pre-commit#3183",
      checked: "2026-11-21",
    },
  ],
};
