import { hatch as store } from "../catalog/stores/hatch.ts";
import { join, type AbsolutePath } from "../model/path.ts";
import { entrySelecting } from "./entry-selecting.ts";
import type { Inspector } from "./inspector.ts";
import { whyNotKnown } from "./known-files.ts";
import { biggestFirst, measuredEntry } from "./measured-entry.ts";

/** hatch's cache is small: its environments lie in the data directory and are found by a scan. */
export const hatch: Inspector = {
  store: "hatch",
  inspect: ({ path, measured }) => ({
    entries: biggestFirst(
      [...measured.entries].map(([name, sums]) => {
        const safety = name === "publish" ? ("data" as const) : ("safe" as const);
        return measuredEntry(join(path, name), sums, { kind: name, name, safety });
      }),
    ),
    remarks: [],
    problems: [],
  }),
  whyNotUnderstood,
  selecting: entrySelecting(store, whyNotUnderstood),
};

function whyNotUnderstood(entry: AbsolutePath): string | null {
  return whyNotKnown(entry, "hatch", (relative, kind) => kind === "file" && /^[\w.+-]+\.txt$/.test(relative));
}
