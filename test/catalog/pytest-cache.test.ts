import { pytestCache } from "../../src/catalog/pytest-cache.ts";
import { CACHEDIR_TAG, describeArtifact } from "./describe-artifact.ts";

describeArtifact(pytestCache, {
  found: {
    "what pytest leaves": {
      tree: {
        "app/.pytest_cache/.gitignore": "# Created by pytest automatically.\n*\n",
        "app/.pytest_cache/CACHEDIR.TAG": CACHEDIR_TAG,
        "app/.pytest_cache/README.md": "# pytest cache directory #\n",
        "app/.pytest_cache/v/cache/lastfailed": "{}",
      },
      place: "app/.pytest_cache",
      safety: "safe",
    },
    "what an old pytest leaves": {
      tree: { "app/.pytest_cache/v/cache/nodeids": "[]" },
      place: "app/.pytest_cache",
    },
  },
  leftAlone: {
    "an empty directory": { tree: { "app/.pytest_cache/": "" }, place: "app/.pytest_cache" },
    "one with somebody's notes in it": {
      tree: {
        "app/.pytest_cache/README.md": "# pytest cache directory #\n",
        "app/.pytest_cache/results-2026.csv": "1,2",
      },
      place: "app/.pytest_cache",
    },
    "somebody's own README": { tree: { "app/.pytest_cache/README.md": "my notes" }, place: "app/.pytest_cache" },
  },
});
