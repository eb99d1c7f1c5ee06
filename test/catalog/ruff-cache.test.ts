import { ruffCache } from "../../src/catalog/ruff-cache.ts";
import { CACHEDIR_TAG, describeArtifact } from "./describe-artifact.ts";

describeArtifact(ruffCache, {
  found: {
    "what ruff leaves": {
      tree: {
        "app/.ruff_cache/.gitignore": "*",
        "app/.ruff_cache/CACHEDIR.TAG": CACHEDIR_TAG,
        "app/.ruff_cache/0.17.5/15670385100347701509": "",
      },
      place: "app/.ruff_cache",
      safety: "safe",
    },
    "what an old ruff leaves": {
      tree: { "app/.ruff_cache/CACHEDIR.TAG": CACHEDIR_TAG, "app/.ruff_cache/content/44a3fc429e5fb26d": "" },
      place: "app/.ruff_cache",
    },
  },
  leftAlone: {
    "one without a tag": { tree: { "app/.ruff_cache/0.17.5/1": "" }, place: "app/.ruff_cache" },
    "one with a tag that is not the standard's": {
      tree: { "app/.ruff_cache/CACHEDIR.TAG": "Signature: mine", "app/.ruff_cache/0.17.5/1": "" },
      place: "app/.ruff_cache",
    },
    "one with somebody's file in it": {
      tree: { "app/.ruff_cache/CACHEDIR.TAG": CACHEDIR_TAG, "app/.ruff_cache/rules.toml": "mine" },
      place: "app/.ruff_cache",
    },
    "a tag that is a link": {
      tree: { tag: CACHEDIR_TAG, "app/.ruff_cache/CACHEDIR.TAG": { link: "../../tag" }, "app/.ruff_cache/0.1.0/": "" },
      place: "app/.ruff_cache",
    },
  },
});
