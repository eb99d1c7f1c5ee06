import { join } from "../model/path.ts";
import { directoriesIn } from "./directories-in.ts";
import type { Inspector } from "./inspector.ts";
import { biggestFirst, measuredEntry } from "./measured-entry.ts";

/** The programs that somebody installed with uv. */
export const uvTools: Inspector = {
  store: "uv-tools",
  inspect: ({ path, measured }) => ({
    entries: biggestFirst(
      directoriesIn(path).flatMap((name) => {
        const sums = measured.entries.get(name);
        const about = { kind: "program", name, package: name, safety: "data" as const, isUsed: "unknown" as const };
        return sums ? [measuredEntry(join(path, name), sums, about)] : [];
      }),
    ),
    remarks: ["these are programs that you installed: `uv tool uninstall` removes one"],
    problems: [],
  }),
};
