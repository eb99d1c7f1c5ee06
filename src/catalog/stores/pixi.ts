import type { Store } from "../../model/store.ts";

export const pixi: Store = {
  id: "pixi",
  tool: "pixi",
  title: "pixi and rattler cache",
  locations: [
    { variable: "PIXI_CACHE_DIR" },
    { variable: "RATTLER_CACHE_DIR" },
    { variable: "XDG_CACHE_HOME", below: "pixi", on: ["linux"], ifThere: true },
    { home: ".cache/pixi", on: ["linux"], ifThere: true },
    { home: "Library/Caches/pixi", on: ["darwin"], ifThere: true },
    { variable: "LOCALAPPDATA", below: "pixi", on: ["win32"], ifThere: true },
    { variable: "XDG_CACHE_HOME", below: "rattler/cache", on: ["linux"] },
    { home: ".cache/rattler/cache", on: ["linux"] },
    { home: "Library/Caches/rattler/cache", on: ["darwin"] },
    { variable: "LOCALAPPDATA", below: "rattler/cache", on: ["win32"] },
  ],
  proof: {
    any: [
      { entry: "pkgs/*/info/index.json", type: "file" },
      { entry: "repodata/*.json", type: "file" },
      { entry: "repodata/*.shards-cache-v1", type: "any" },
      { entry: "uv-cache", type: "directory" },
    ],
  },
  parts: [
    { id: "packages", title: "unpacked packages", entry: /^pkgs$/, safety: "low", removedBy: "owner" },
    {
      id: "index",
      title: "lists of channels and names",
      entry:
        /^(repodata|conda-pypi-mapping|run-exports|notices|one-time-messages|[0-9a-f]{8}\.((info\.)?json|lock|shards-cache-v1))$/,
      safety: "safe",
      removedBy: "owner",
    },
    { id: "python", title: "packages of PyPI", entry: /^uv-cache$/, safety: "low", removedBy: "owner" },
    {
      id: "environments",
      title: "environments of pixi exec and of builds",
      entry: /^(cached-envs-v0|cached-build-envs-v0|cached-build-tool-envs-v0|exec)$/,
      safety: "low",
      removedBy: "owner",
    },
    {
      id: "builds",
      title: "sources and builds",
      entry: /^(git-v0|url-v0|path-v0|backends-v0|artifacts-v0|meta|bld)$/,
      safety: "low",
      removedBy: "owner",
    },
    { id: "marks", title: "mark of a cache directory", entry: /^CACHEDIR\.TAG$/, safety: "safe", removedBy: "owner" },
  ],
  isLinkedInto: true,
  owner: {
    programs: ["pixi"],
    arguments: ["clean", "cache", "--yes"],
    place: [],
    quietly: ["--quiet", "--no-progress", "--color", "never"],
    environment: { PIXI_CACHE_DIR: "{path}" },
    version: ["--version"],
    timeLimitMs: 10 * 60_000,
  },
  restoredBy: "the next pixi install",
  sources: [
    {
      fact: "it lies in PIXI_CACHE_DIR, RATTLER_CACHE_DIR, pixi in the user cache directory when that is there, else rattler/cache",
      seen: "pixi's source (2b25fc7): pixi_config/src/lib.rs; rattler's source (92dc774): rattler_cache/src/lib.rs",
      checked: "2026-11-21",
    },
    {
      fact: "packages lie unpacked in pkgs; a program that uses rattler without more puts its lists of channels beside it",
      seen: "py-rattler 0.28.0, run",
      checked: "2026-11-21",
    },
    {
      fact: "pixi clean cache --yes removes the whole directory",
      seen: "pixi's source (2b25fc7): pixi_cli/src/clean.rs; not run",
      checked: "2026-11-21",
    },
    {
      fact: "environments are made by reflink, hard link or copy: none is a link into the cache",
      seen: "rattler's source (92dc774): rattler/src/install/link.rs",
      checked: "2026-11-21",
    },
  ],
};
