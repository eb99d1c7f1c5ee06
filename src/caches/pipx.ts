import { nameOf } from "../model/path.ts";
import type { Inspector } from "./inspector.ts";
import { linkedEntries } from "./linked-entries.ts";
import { biggestFirst } from "./measured-entry.ts";
import { runSelecting, runsIn } from "./pipx-runs.ts";

/** What `pipx run` keeps; nothing outside of it uses it, unless a program in it runs. */
export const pipx: Inspector = {
  store: "pipx",
  judge: ({ host, path, measured }) => {
    // pipx is told the directory above and looks for `pipx` there.
    const isElsewhere = host.platform !== "win32" && nameOf(path) !== "pipx";
    const renamed = isElsewhere
      ? [`it lies under another name (${nameOf(path)}), where pipx cannot be told to look`]
      : [];
    return { goes: [], grades: new Map(), obstacles: [...renamed, ...linkedEntries(path, measured.entries.keys())] };
  },
  inspect: (place) => ({ entries: biggestFirst(runsIn(place, place.path)), remarks: [], problems: [] }),
  selecting: runSelecting,
};
