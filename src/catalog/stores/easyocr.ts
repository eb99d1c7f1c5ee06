import type { Store } from "../../model/store.ts";

export const easyocr: Store = {
  id: "easyocr",
  tool: "easyocr",
  title: "easyocr models",
  locations: [{ variable: "EASYOCR_MODULE_PATH" }, { variable: "MODULE_PATH" }, { home: ".EasyOCR" }],
  proof: { entry: "model/*.pth", type: "file" },
  parts: [
    { id: "models", title: "models, perhaps your own", entry: /^model$/, safety: "medium", removedBy: "pyshed" },
    { id: "own", title: "networks of your own", entry: /^user_network$/, safety: "data", removedBy: "nobody" },
  ],
  owner: null,
  restoredBy: "the next easyocr.Reader; models of your own by nothing",
  sources: [
    {
      fact: "it lies in EASYOCR_MODULE_PATH, MODULE_PATH or ~/.EasyOCR on every system; an empty variable is none",
      seen: "easyocr 1.7.2, run; variables: its config.py",
      checked: "2026-11-21",
    },
    {
      fact: "models lie in model, networks of the user's own in user_network",
      seen: "easyocr 1.7.2, run; its easyocr.py",
      checked: "2026-11-21",
    },
  ],
};
