import type { Store } from "../../model/store.ts";

export const transformers: Store = {
  id: "transformers",
  tool: "transformers",
  title: "transformers before 4.22",
  locations: [
    { variable: "TRANSFORMERS_CACHE" },
    { variable: "PYTORCH_TRANSFORMERS_CACHE" },
    { variable: "PYTORCH_PRETRAINED_BERT_CACHE" },
    { variable: "HF_HOME", below: "transformers", expandsHome: true },
    { variable: "XDG_CACHE_HOME", below: "huggingface/transformers", expandsHome: true },
    { home: ".cache/huggingface/transformers" },
  ],
  proof: { some: /^[0-9a-f]{64}\.[0-9a-f]{64}(\.h5)?\.json$/, type: "file", seen: "note of where a download is from" },
  parts: [
    {
      id: "downloads",
      title: "models and what belongs to them, named by checksum",
      entry: /^[0-9a-f]{64}(\.[0-9a-f]{64})?(\.h5)?(\.json)?$/,
      safety: "low",
      removedBy: "pyshed",
    },
    {
      id: "marks",
      title: "locks and marks",
      entry: /(\.lock|\.incomplete)$|^version\.txt$|^tmp\w{8}$/,
      safety: "safe",
      removedBy: "nobody",
    },
  ],
  owner: null,
  restoredBy:
    "nothing needs them since transformers 4.22, which keeps its models in Hugging Face's hub cache; an older one fetches them again",
  sources: [
    {
      fact: "it lies in TRANSFORMERS_CACHE, its two older names, or transformers of HF_HOME; a download is SHA256.SHA256 with a .json that names its address, and a .lock",
      seen: "transformers 4.0.1, run of its file_utils.py",
      checked: "2026-11-21",
    },
    {
      fact: "since 4.22 models lie in the hub cache",
      seen: "transformers' notes on 4.22; not run",
      checked: "2026-11-21",
    },
  ],
};
