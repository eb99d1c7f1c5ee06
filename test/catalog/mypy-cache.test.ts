import { mypyCache } from "../../src/catalog/mypy-cache.ts";
import { CACHEDIR_TAG, describeArtifact } from "./describe-artifact.ts";

describeArtifact(mypyCache, {
  found: {
    "what mypy leaves": {
      tree: {
        "app/.mypy_cache/.gitignore": "*",
        "app/.mypy_cache/CACHEDIR.TAG": CACHEDIR_TAG,
        "app/.mypy_cache/3.13/cache.0.db": "",
      },
      place: "app/.mypy_cache",
      safety: "safe",
    },
    "what an old mypy leaves": {
      tree: { "app/.mypy_cache/3.7/builtins.meta.json": "{}", "app/.mypy_cache/missing_stubs": "" },
      place: "app/.mypy_cache",
    },
  },
  leftAlone: {
    "a link of that name": {
      tree: { "other/3.13/cache.db": "", "app/.mypy_cache": { link: "../other" } },
      place: "app/.mypy_cache",
    },
    "one with somebody's file in it": {
      tree: { "app/.mypy_cache/3.13/cache.db": "", "app/.mypy_cache/thesis.tex": "mine" },
      place: "app/.mypy_cache",
    },
    "only a tag": { tree: { "app/.mypy_cache/CACHEDIR.TAG": CACHEDIR_TAG }, place: "app/.mypy_cache" },
    "a file named like a version": { tree: { "app/.mypy_cache/3.13": "mine" }, place: "app/.mypy_cache" },
    "another directory with versions in it": {
      tree: { "app/mypy_cache/3.13/cache.db": "" },
      place: "app/mypy_cache",
    },
  },
});
