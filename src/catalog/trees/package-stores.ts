import type { ForeignTree } from "../../model/artifact.ts";
import { uv } from "../stores/uv.ts";

/** Stores of Python's package managers: the owner's own commands clean them, not a walk. */
export const packageStores: readonly ForeignTree[] = [
  {
    id: "uv-cache",
    title: "uv's cache",
    recognise: { holdsEntry: "CACHEDIR.TAG" },
    proof: uv.proof,
    inside: "nothing",
    sources: [{ fact: "CACHEDIR.TAG and buckets named NAME-vN", seen: "uv 0.13.8 on disk", checked: "2026-11-21" }],
  },
  {
    id: "pip-cache",
    title: "pip's cache",
    recognise: { names: ["pip", "Cache", "pip-cache", ".pip-cache", "pip_cache"] },
    proof: {
      all: [
        { only: /^(http|http-v2|wheels|selfcheck|selfcheck\.json|CACHEDIR\.TAG)$/, seen: "what pip's cache holds" },
        { some: /^(http|http-v2|wheels)$/, type: "directory", seen: "http, http-v2 or wheels" },
      ],
    },
    inside: "nothing",
    sources: [{ fact: "http-v2 (http before 23.3), wheels, selfcheck", seen: "pip's source", checked: "2026-11-21" }],
  },
  {
    id: "poetry-cache",
    title: "poetry's cache",
    recognise: { names: ["cache", "artifacts"] },
    proof: {
      any: [
        { up: { name: /^pypoetry$/, seen: "pypoetry" } },
        { up: { all: [{ name: /^Cache$/, seen: "Cache" }, { up: { name: /^pypoetry$/, seen: "pypoetry" } }] } },
      ],
    },
    inside: "nothing",
    sources: [
      {
        fact: "cache/repositories and artifacts; virtualenvs beside them are environments, not cache",
        seen: "poetry's source: locations.py, config.py",
        checked: "2026-11-21",
      },
    ],
  },
  {
    id: "conda-packages",
    title: "conda's package store",
    recognise: { holdsEntry: "urls.txt" },
    proof: {
      all: [
        { entry: "urls.txt", type: "file" },
        {
          any: [
            { some: /\.(conda|tar\.bz2)$/, type: "file", seen: "conda package" },
            { entry: "*/info/index.json", type: "file", seen: "unpacked conda package" },
            { entry: "cache", type: "directory" },
          ],
        },
        { name: /^(\.?pkgs|.*conda.*)$/, seen: "that of a package store" },
      ],
    },
    inside: "nothing",
    sources: [
      { fact: "urls.txt marks a package store", seen: "conda's source: PackageCacheData", checked: "2026-11-21" },
    ],
  },
  {
    id: "rattler-cache",
    title: "pixi's and rattler's cache",
    recognise: { holdsEntry: "repodata" },
    proof: {
      all: [
        { entry: "repodata", type: "directory" },
        { some: /^(pkgs|uv-cache|conda-pypi-mapping|cached-envs-v\d+)$/, type: "directory", seen: "pkgs or uv-cache" },
        { up: { name: /^(rattler|\.cache|Caches|pixi)$|cache$/i, seen: "a cache directory" } },
      ],
    },
    inside: "nothing",
    sources: [{ fact: "pkgs, repodata, uv-cache …", seen: "pixi's source: consts.rs", checked: "2026-11-21" }],
  },
  {
    id: "virtualenv-data",
    title: "virtualenv's seed wheels",
    recognise: { names: ["virtualenv"] },
    proof: {
      all: [
        { entry: "wheel", type: "directory" },
        { only: /^(wheel|py_info|unzip|http|selfcheck|.*\.lock)$/, seen: "what virtualenv keeps" },
      ],
    },
    inside: "nothing",
    sources: [{ fact: "wheel and py_info", seen: "virtualenv 21.15.7 on disk", checked: "2026-11-21" }],
  },
  {
    id: "pre-commit-cache",
    title: "pre-commit's cache",
    recognise: { holdsEntry: "db.db" },
    proof: {
      all: [
        { entry: "db.db", type: "file", content: /^SQLite format 3\0/, seen: "database db.db" },
        {
          any: [
            { entry: ".lock", type: "file" },
            {
              entry: "README",
              type: "file",
              content: /maintained by the pre-commit project/,
              seen: "pre-commit's README",
            },
          ],
        },
      ],
    },
    inside: "nothing",
    sources: [{ fact: "db.db, .lock, README and repo*", seen: "pre-commit's source: store.py", checked: "2026-11-21" }],
  },
  {
    id: "huggingface",
    title: "Hugging Face's cache",
    recognise: { names: ["huggingface"] },
    proof: {
      any: [
        { entry: "hub/models--*", type: "directory" },
        { entry: "hub/datasets--*", type: "directory" },
        { entry: "hub/spaces--*", type: "directory" },
        { entry: "hub/.locks", type: "directory" },
        { entry: "datasets/downloads", type: "directory" },
        { entry: "modules/transformers_modules", type: "directory" },
        { entry: "modules/datasets_modules", type: "directory" },
        { entry: "xet", type: "directory" },
      ],
    },
    inside: "nothing",
    sources: [
      {
        fact: "hub, datasets, modules, xet and tokens",
        seen: "huggingface_hub's source: constants.py",
        checked: "2026-11-21",
      },
    ],
  },
  {
    id: "huggingface-hub",
    title: "Hugging Face's models",
    recognise: { names: ["hub"] },
    proof: {
      all: [
        { some: /^(models|datasets|spaces|kernels)--/, type: "directory", seen: "models--*, datasets--* or spaces--*" },
        {
          any: [
            { entry: "*/snapshots", type: "directory" },
            { entry: "*/blobs", type: "directory" },
          ],
        },
      ],
    },
    inside: "nothing",
    sources: [
      {
        fact: "TYPE--OWNER--NAME with blobs and snapshots",
        seen: "huggingface_hub's documentation",
        checked: "2026-11-21",
      },
    ],
  },
];
