import type { CacheContents, CacheEntry } from "../model/cache.ts";
import { readPyvenvConfig } from "../environments/pyvenv-config.ts";
import { isWithin, join, type AbsolutePath } from "../model/path.ts";
import { realPath } from "../system/files.ts";
import { directoriesIn } from "./directories-in.ts";
import type { Inspector, StorePlace } from "./inspector.ts";
import { biggestFirst, measuredEntry } from "./measured-entry.ts";

/**
 * The interpreters that a tool keeps, with the environments at hand that were made from them. Those in projects
 * are known where a scan has seen them, so an interpreter without users is not known to be unused.
 */
export const interpreters: readonly Inspector[] = ["pyenv-versions", "uv-python", "rye", "asdf", "mise"].map(
  (store) => ({
    store,
    inspect,
  }),
);

function inspect(place: StorePlace): CacheContents {
  const environments = place.environments().flatMap((path) => {
    const base = baseOf(path);
    return base === undefined ? [] : [{ path, base }];
  });
  const entries = directoriesIn(place.path).flatMap((name): CacheEntry[] => {
    const version = join(place.path, name);
    const sums = place.measured.entries.get(name);
    const usedBy = environments.filter(({ base }) => isWithin(base, version)).map(({ path }) => path);
    const isUsed = usedBy.length > 0 ? ("yes" as const) : ("unknown" as const);
    const about = { kind: "interpreter", name, version: name, safety: "data" as const };
    return sums ? [measuredEntry(version, sums, { ...about, isUsed, usedBy })] : [];
  });
  const remarks = ["environments in projects are known where a scan has seen them"];
  return { entries: biggestFirst(entries), remarks, problems: [] };
}

/** The directory of the interpreter that an environment was made from, links resolved. */
function baseOf(environment: AbsolutePath): AbsolutePath | undefined {
  const home = readPyvenvConfig(environment).get("home");
  try {
    return home ? realPath(home as AbsolutePath) : undefined;
  } catch {
    // It is gone: nobody's interpreter.
    return undefined;
  }
}
