import type { Store } from "../../model/store.ts";

export const whisper: Store = {
  id: "whisper",
  tool: "openai-whisper",
  title: "whisper models",
  locations: [{ variable: "XDG_CACHE_HOME", below: "whisper" }, { home: ".cache/whisper" }],
  proof: { some: /^(tiny|base|small|medium|large|turbo)[\w.-]*\.pt$/, type: "file", seen: "model of whisper" },
  parts: [
    {
      id: "models",
      title: "models",
      entry: /^(tiny|base|small|medium|large|turbo)[\w.-]*\.pt$/,
      safety: "low",
      removedBy: "pyshed",
    },
  ],
  owner: null,
  restoredBy: "the next whisper.load_model",
  sources: [
    {
      fact: "it lies in XDG_CACHE_HOME/whisper or ~/.cache/whisper, on every system",
      seen: "openai-whisper 20250625, run",
      checked: "2026-11-21",
    },
  ],
};
