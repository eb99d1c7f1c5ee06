import type { Store } from "../../model/store.ts";

export const mise: Store = {
  id: "mise",
  tool: "mise",
  title: "interpreters of mise",
  locations: [
    { variable: "MISE_INSTALLS_DIR", below: "python", expandsHome: true },
    { variable: "MISE_DATA_DIR", below: "installs/python", expandsHome: true },
    { variable: "XDG_DATA_HOME", below: "mise/installs/python", expandsHome: true },
    { home: ".local/share/mise/installs/python", on: ["linux", "darwin"] },
    { variable: "LOCALAPPDATA", below: "mise/installs/python", on: ["win32"] },
    { home: "AppData/Local/mise/installs/python", on: ["win32"] },
  ],
  proof: {
    any: [
      { entry: "*/bin/python*", type: "any" },
      { entry: "*/python.exe", type: "any" },
    ],
  },
  // Environments are made from them and die with them: shown, never removed.
  parts: [{ id: "versions", title: "installed interpreters", entry: /^/, safety: "data", removedBy: "nobody" }],
  owner: null,
  restoredBy: "mise install python",
  sources: [
    {
      fact: "they lie in MISE_INSTALLS_DIR, or in installs of MISE_DATA_DIR, of XDG_DATA_HOME/mise or its default",
      seen: "mise's source (0048347): env.rs; mise 2026.9.15, run",
      checked: "2026-11-21",
    },
  ],
};
