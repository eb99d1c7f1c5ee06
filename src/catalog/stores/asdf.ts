import type { Store } from "../../model/store.ts";

export const asdf: Store = {
  id: "asdf",
  tool: "asdf",
  title: "interpreters of asdf",
  locations: [
    { variable: "ASDF_DATA_DIR", below: "installs/python", on: ["linux", "darwin"] },
    { home: ".asdf/installs/python", on: ["linux", "darwin"] },
  ],
  proof: { entry: "*/bin/python*", type: "any" },
  // Environments are made from them and die with them: shown, never removed.
  parts: [{ id: "versions", title: "installed interpreters", entry: /^/, safety: "data", removedBy: "nobody" }],
  owner: null,
  restoredBy: "asdf install python",
  sources: [
    {
      fact: "they lie in installs/python of ASDF_DATA_DIR or ~/.asdf",
      seen: "asdf's documentation and its shell script (ASDF_DATA_DIR:-~/.asdf); not run",
      checked: "2026-11-21",
    },
  ],
};
