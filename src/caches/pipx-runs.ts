import type { CacheEntry } from "../model/cache.ts";
import { join, type AbsolutePath } from "../model/path.ts";
import { normaliseName } from "../environments/metadata.ts";
import { readText, statusOrNothing } from "../system/files.ts";
import { directoriesIn } from "./directories-in.ts";
import type { Selecting, StorePlace } from "./inspector.ts";
import { measuredEntry } from "./measured-entry.ts";
import { ownUnits } from "./units.ts";

const RUN = /^[0-9a-f]{15}$/;

/** The environments that `pipx run` keeps in a directory. */
export function runsIn(place: StorePlace, directory: AbsolutePath): CacheEntry[] {
  return directoriesIn(directory).flatMap((name) => {
    const path = join(directory, name);
    const sums = RUN.test(name) ? place.meter.measure(path) : undefined;
    if (!sums) return [];
    const main = mainPackage(path);
    return [measuredEntry(path, sums, { kind: "run", name: main.package ?? name, safety: "low", ...main })];
  });
}

/** What an environment was made for, from the file that pipx leaves in it. */
export function mainPackage(environment: AbsolutePath): Pick<CacheEntry, "package" | "version"> {
  const text = readText(join(environment, "pipx_metadata.json"), 1024 * 1024) ?? "";
  const main = text.slice(text.indexOf('"main_package"'));
  const valueOf = (key: string): string | null => new RegExp(`"${key}": "([^"\\\\]+)"`).exec(main)?.[1] ?? null;
  const name = valueOf("package");
  return { package: name === null ? null : normaliseName(name), version: valueOf("package_version") };
}

/** Single environments: pipx takes all of them or none. */
export const runSelecting: Selecting = {
  cannot: {
    unused: "nobody can tell which programs will be run again",
    detached: "only repositories of Hugging Face have detached revisions",
  },
  offers: ({ kind }) => kind === "run",
  unitsOf: (chosen) =>
    ownUnits(chosen, "pipx cache purge takes all of them", ({ path }) =>
      statusOrNothing(join(path, "pyvenv.cfg"))?.kind === "file" ? null : `${path} is no environment`,
    ),
};
