import type { Store } from "../../model/store.ts";

export const rye: Store = {
  id: "rye",
  tool: "rye",
  title: "interpreters of rye",
  locations: [{ variable: "RYE_HOME", below: "py" }, { home: ".rye/py" }],
  proof: { some: /^(cpython|pypy)@\d/, seen: "interpreter named as rye does" },
  // Environments are made from them and die with them: shown, never removed.
  parts: [{ id: "versions", title: "installed interpreters", entry: /^/, safety: "data", removedBy: "nobody" }],
  owner: null,
  restoredBy: "rye toolchain fetch",
  sources: [
    {
      fact: "they lie in py of RYE_HOME or ~/.rye, on every system; one may be a link or a file that names another place",
      seen: "rye's source (01ca56e): platform.rs; not run",
      checked: "2026-11-21",
    },
  ],
};
