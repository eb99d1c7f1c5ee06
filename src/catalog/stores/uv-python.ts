import type { Store } from "../../model/store.ts";

export const uvPython: Store = {
  id: "uv-python",
  tool: "uv",
  title: "interpreters of uv",
  locations: [
    { variable: "UV_PYTHON_INSTALL_DIR" },
    { variable: "XDG_DATA_HOME", below: "uv/python", on: ["linux", "darwin"] },
    { home: ".local/share/uv/python", on: ["linux", "darwin"] },
    { variable: "APPDATA", below: "uv/data/python", on: ["win32"] },
    { home: "AppData/Roaming/uv/data/python", on: ["win32"] },
  ],
  proof: { some: /^(cpython|pypy|graalpy|pyodide)-\d/, seen: "interpreter named as uv does" },
  // Environments are made from them and die with them: shown, never removed.
  parts: [{ id: "versions", title: "installed interpreters", entry: /^/, safety: "data", removedBy: "nobody" }],
  owner: null,
  restoredBy: "uv python install",
  sources: [
    {
      fact: "they lie in UV_PYTHON_INSTALL_DIR, else in uv/python of XDG_DATA_HOME or ~/.local/share; an empty variable is none",
      seen: "uv 0.13.8, `uv python dir`; Windows from uv's documentation",
      checked: "2026-11-21",
    },
    {
      fact: "uv python uninstall does not look for environments that were made from an interpreter",
      seen: "astral-sh/uv#4718",
      checked: "2026-11-21",
    },
  ],
};
