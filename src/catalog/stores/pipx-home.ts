import type { Store } from "../../model/store.ts";
import { aboutRuns, cachePurge, runs } from "../pipx-command.ts";
import { userData } from "../user-directories.ts";

export const pipxHome: Store = {
  id: "pipx-home",
  tool: "pipx",
  title: "leftovers in pipx's home",
  locations: [
    { variable: "PIPX_HOME", expandsHome: true },
    { home: ".local/pipx", ifThere: true },
    { home: "pipx", on: ["win32"], ifThere: true },
    ...userData("pipx"),
  ],
  proof: {
    all: [
      { entry: "venvs", type: "directory" },
      {
        any: [
          { entry: "venvs/*/pipx_metadata.json", type: "file" },
          { entry: "shared/pyvenv.cfg", type: "file" },
          { entry: "py/CACHEDIR.TAG", type: "file", content: /created by pipx/ },
          { entry: "logs/cmd_*.log", type: "file" },
        ],
      },
    ],
  },
  parts: [
    { ...runs, entry: /^\.cache$/, removedBy: "owner-in-part" },
    {
      id: "trash",
      title: "what pipx could not delete at once",
      entry: /^\.?trash$/,
      safety: "safe",
      removedBy: "owner",
    },
    { id: "logs", title: "logs", entry: /^logs$/, safety: "safe", removedBy: "nobody" },
    { id: "programs", title: "installed programs", entry: /^venvs$/, safety: "data", removedBy: "nobody" },
    { id: "shared", title: "pip for all of them", entry: /^shared$/, safety: "data", removedBy: "nobody" },
    { id: "interpreters", title: "interpreters that pipx fetched", entry: /^py$/, safety: "data", removedBy: "nobody" },
    {
      id: "marks",
      title: "locks, marks and the cache of another system's rule",
      entry: /^(\.[\w.-]+\.lock|CACHEDIR\.TAG|Cache)$/,
      safety: "safe",
      removedBy: "nobody",
    },
  ],
  owner: cachePurge({ PIPX_HOME: "{path}" }),
  restoredBy: "the next pipx run",
  sources: [
    aboutRuns,
    {
      fact: "PIPX_HOME, else ~/.local/pipx (on Windows also ~/pipx) where that is there, else the data directory; venvs, shared, py, logs, trash and .cache in it",
      seen: "pipx 1.18.4, paths.py; all but the trash on disk",
      checked: "2026-11-21",
    },
    {
      fact: "every command of pipx empties the trash first, and keeps only its newest logs",
      seen: "pipx 1.18.4, main.py; the trash run",
      checked: "2026-11-21",
    },
  ],
};
