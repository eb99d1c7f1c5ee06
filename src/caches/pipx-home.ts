import type { CacheContents, CacheEntry } from "../model/cache.ts";
import { join } from "../model/path.ts";
import { directoriesIn } from "./directories-in.ts";
import type { Inspector, StorePlace } from "./inspector.ts";
import { linkedEntries } from "./linked-entries.ts";
import { biggestFirst, measuredEntry } from "./measured-entry.ts";
import { mainPackage, runSelecting, runsIn } from "./pipx-runs.ts";

/** pipx's home: beside what may go lie the programs that it installed, which never do. */
export const pipxHome: Inspector = {
  store: "pipx-home",
  judge: ({ path, measured }) => ({
    goes: directoriesIn(join(path, ".cache")).map((name) => join(join(path, ".cache"), name)),
    grades: new Map(),
    obstacles: linkedEntries(path, measured.entries.keys()),
  }),
  inspect: inspectHome,
  selecting: runSelecting,
};

function inspectHome(place: StorePlace): CacheContents {
  const venvs = join(place.path, "venvs");
  const programs = directoriesIn(venvs).flatMap((name): CacheEntry[] => {
    const sums = place.meter.measure(join(venvs, name));
    const about = { kind: "program", name, safety: "data" as const, isUsed: "unknown" as const };
    return sums ? [measuredEntry(join(venvs, name), sums, { ...about, ...mainPackage(join(venvs, name)) })] : [];
  });
  const remarks =
    programs.length === 0 ? [] : ["the programs below venvs are what you installed: `pipx uninstall` removes one"];
  return { entries: biggestFirst([...runsIn(place, join(place.path, ".cache")), ...programs]), remarks, problems: [] };
}
