import type { Store } from "../../model/store.ts";

export const miseCache: Store = {
  id: "mise-cache",
  tool: "mise",
  title: "what mise knows of Python",
  locations: [
    { variable: "MISE_CACHE_DIR", below: "python", expandsHome: true },
    { variable: "XDG_CACHE_HOME", below: "mise/python", expandsHome: true },
    { home: ".cache/mise/python", on: ["linux"] },
    { home: "Library/Caches/mise/python", on: ["darwin"] },
    { variable: "TEMP", below: "mise/python", on: ["win32"] },
  ],
  proof: {
    all: [
      { name: /^python$/, seen: "that of its Python part" },
      { some: /^remote_versions[\w.-]*\.msgpack\.z$/, type: "file", seen: "list of versions" },
    ],
  },
  parts: [
    {
      id: "lists",
      title: "lists of versions",
      entry: /\.msgpack\.z$/,
      safety: "safe",
      removedBy: "owner",
    },
    {
      id: "versions",
      title: "what is known of one version",
      entry: /^\d+\.[\w.-]+$/,
      safety: "safe",
      removedBy: "owner",
    },
    { id: "pyenv", title: "its copy of python-build", entry: /^pyenv$/, safety: "low", removedBy: "owner" },
  ],
  owner: {
    programs: ["mise"],
    arguments: ["cache", "clear", "python"],
    place: [],
    quietly: [],
    environment: { MISE_CACHE_DIR: "{path}/..", MISE_OFFLINE: "1" },
    version: ["--version"],
    timeLimitMs: 10 * 60_000,
  },
  restoredBy: "mise itself at its next run",
  sources: [
    {
      fact: "it lies in python of MISE_CACHE_DIR, XDG_CACHE_HOME/mise or its default, TEMP/mise on Windows",
      seen: "mise's source (0048347): env.rs; mise 2026.9.15, run",
      checked: "2026-11-21",
    },
    {
      fact: "mise cache clear python removes that directory alone; it holds remote_versions….msgpack.z, a directory per version and a clone of pyenv",
      seen: "mise 2026.9.15, run",
      checked: "2026-11-21",
    },
  ],
};
