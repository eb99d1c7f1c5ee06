import type { Store } from "../../model/store.ts";

export const pyenvVersions: Store = {
  id: "pyenv-versions",
  tool: "pyenv",
  title: "interpreters of pyenv",
  locations: [
    { variable: "PYENV_ROOT", below: "versions", on: ["linux", "darwin"] },
    { home: ".pyenv/versions", on: ["linux", "darwin"] },
  ],
  proof: {
    any: [{ entry: "*/bin/python", type: "program" }, { up: { entry: "libexec/pyenv", type: "program" } }],
  },
  // Environments are made from them and die with them: shown, never removed.
  parts: [{ id: "versions", title: "installed interpreters", entry: /^/, safety: "data", removedBy: "nobody" }],
  owner: null,
  restoredBy: "pyenv install",
  sources: [
    {
      fact: "an installed version is a directory of PYENV_ROOT/versions; a link there is an alias or an environment of pyenv-virtualenv",
      seen: "pyenv 2.6.30, run; libexec/pyenv-versions",
      checked: "2026-11-21",
    },
  ],
};
