import type { Store } from "../../model/store.ts";

export const huggingface: Store = {
  id: "huggingface",
  tool: "huggingface_hub",
  title: "Hugging Face hub cache",
  locations: [
    { variable: "HF_HUB_CACHE", expandsHome: true },
    { variable: "HUGGINGFACE_HUB_CACHE", expandsHome: true },
    { variable: "HF_HOME", below: "hub", expandsHome: true },
    { variable: "XDG_CACHE_HOME", below: "huggingface/hub" },
    { home: ".cache/huggingface/hub" },
    { variable: "SENTENCE_TRANSFORMERS_HOME" },
    { variable: "TRANSFORMERS_CACHE" },
  ],
  proof: { some: /^(models|datasets|spaces|kernels)--./, seen: "repository of the hub" },
  parts: [
    {
      id: "repositories",
      title: "repositories of models, datasets, spaces and kernels",
      entry: /^(models|datasets|spaces|kernels)--./,
      safety: "low",
      removedBy: "owner-in-part",
    },
    {
      id: "shared",
      title: "files that repositories share",
      entry: /^blobs$/,
      safety: "low",
      removedBy: "owner-in-part",
    },
    {
      id: "credentials",
      title: "access tokens",
      entry: /^(token|stored_tokens)$/,
      safety: "data",
      removedBy: "nobody",
    },
    {
      id: "marks",
      title: "locks and marks",
      entry: /^(\.locks|CACHEDIR\.TAG|version\.txt|\.DS_Store|Thumbs\.db|desktop\.ini)$/,
      safety: "safe",
      removedBy: "nobody",
    },
  ],
  owner: {
    programs: ["hf"],
    arguments: ["cache", "prune", "--yes"],
    place: ["--cache-dir", "{path}"],
    quietly: ["--format", "quiet"],
    environment: {
      HF_HUB_OFFLINE: "1",
      HF_HUB_DISABLE_TELEMETRY: "1",
      HF_HUB_DISABLE_UPDATE_CHECK: "1",
    },
    version: ["--version"],
    check: ["cache", "ls"],
    timeLimitMs: 10 * 60_000,
  },
  restoredBy: "the next from_pretrained or hf download, unless the repository is gone or closed by then",
  sources: [
    {
      fact: "it lies in HF_HUB_CACHE, HUGGINGFACE_HUB_CACHE, HF_HOME/hub or XDG_CACHE_HOME/huggingface/hub, on every system",
      seen: "huggingface_hub 2.4.0: constants.py",
      checked: "2026-11-21",
    },
    {
      fact: "sentence-transformers hands SENTENCE_TRANSFORMERS_HOME to huggingface_hub as the place of the same layout",
      seen: "sentence-transformers 6.2.0: base/model.py",
      checked: "2026-11-21",
    },
    {
      fact: "prune removes revisions without a reference, downloads that did not end and shared files without a user",
      seen: "huggingface_hub 2.4.0: cli/cache.py, and a run of it",
      checked: "2026-11-21",
    },
    {
      fact: "a blob may be a link to blobs/ab/ab… of the cache, which carries .huggingface-shared-blobs",
      seen: "huggingface_hub 2.4.0: utils/_shared_blobs.py; 2.0.0 has it, 1.30.0 has not",
      checked: "2026-11-21",
    },
    {
      fact: "token and stored_tokens lie in HF_HOME",
      seen: "huggingface_hub 2.4.0: constants.py",
      checked: "2026-11-21",
    },
    {
      fact: "`hf cache rm` takes repositories (`model/org/name`) and commits; a commit goes from every repository that has it",
      seen: "huggingface_hub 2.4.0: cli/cache.py, and a run of it",
      checked: "2026-11-21",
    },
  ],
};
