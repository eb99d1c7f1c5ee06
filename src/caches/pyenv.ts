import { pyenv as store } from "../catalog/stores/pyenv.ts";
import { join, type AbsolutePath } from "../model/path.ts";
import { statusOrNothing } from "../system/files.ts";
import { entrySelecting } from "./entry-selecting.ts";
import type { Inspector } from "./inspector.ts";
import { biggestFirst, measuredEntry } from "./measured-entry.ts";

/** What pyenv fetched to build interpreters from. The interpreters themselves lie elsewhere and do not need it. */
export const pyenv: Inspector = {
  store: "pyenv",
  inspect: ({ path, measured }) => ({
    entries: biggestFirst(
      [...measured.entries].map(([name, sums]) => {
        const [, title, version] = /^([A-Za-z]+)-?(\d[\w.+]*?)?(?:-.*)?\.(?:tar\.\w+|tgz|zip|sh|jar)$/.exec(name) ?? [];
        const safety = title === undefined ? ("medium" as const) : ("low" as const);
        return measuredEntry(join(path, name), sums, { kind: "source", name, version: version ?? null, safety });
      }),
    ),
    remarks: [],
    problems: [],
  }),
  whyNotUnderstood,
  selecting: entrySelecting(store, whyNotUnderstood),
};

function whyNotUnderstood(entry: AbsolutePath): string | null {
  return statusOrNothing(entry)?.kind === "file" ? null : `${entry} is no file that pyenv fetched`;
}
