import { plural } from "../model/count.ts";
import type { CacheEntry } from "../model/cache.ts";
import type { CacheUnit } from "../model/cache-plan.ts";
import { isWithin, join, nameOf, parentOf, type AbsolutePath } from "../model/path.ts";
import { normaliseName } from "../environments/metadata.ts";
import { directoriesIn } from "./directories-in.ts";
import { filesBelow } from "./file-walk.ts";
import type { ChosenIn, ChosenUnits, Selecting } from "./inspector.ts";
import { bytesOf } from "../model/sums.ts";
import { groupBy } from "./units.ts";
import { references } from "./uv-references.ts";
import { wheelName } from "./wheel-name.ts";

/**
 * Packages of uv's cache. uv says that nobody but uv may change it, and `uv cache clean PACKAGE` takes every version of
 * a package at once, so a package goes only when each thing of it was chosen.
 */
export const uvSelecting: Selecting = {
  cannot: {
    kind: "uv cleans by package only",
    "keep-latest": "uv cleans all versions of a package together",
    detached: "only repositories of Hugging Face have detached revisions",
  },
  offers: ({ package: name }) => name !== null,
  isPrunedFirst: true,
  unitsOf,
};

function unitsOf(chosen: readonly CacheEntry[], about: ChosenIn): ChosenUnits {
  if (chosen.length === 0) return { units: [], reasons: [] };
  const against = about.againstOwner(chosen);
  if (against !== null) return { units: [], reasons: [against] };
  const all = groupBy(
    about.contents.entries.filter((entry) => entry.package !== null),
    (entry) => entry.package!,
  );
  const placesOf = packagePlaces(about);
  const units: CacheUnit[] = [];
  let partly = 0;
  for (const [name, entries] of groupBy(chosen, (entry) => entry.package!)) {
    const whole = all.get(name)!;
    if (whole.some((entry) => !entries.includes(entry))) {
      partly++;
      continue;
    }
    const places = placesOf(name);
    const sums = places.flatMap((place) => about.meter.measure(place) ?? []);
    const versions = new Set(whole.flatMap(({ version }) => version ?? []));
    units.push({
      what: versions.size === 1 ? `${name} ${[...versions][0]}` : `${name}, ${plural(versions.size, "version")}`,
      entries: whole,
      places,
      bytes: bytesOf(sums),
      way: { by: "owner", arguments: ["cache", "clean", name] },
    });
  }
  const reason = `${plural(partly, "package")} stay${partly === 1 ? "s" : ""}: uv cleans all versions together, and some were not chosen`;
  return { units, reasons: [], kept: partly > 0 ? [reason] : [] };
}

/**
 * What `uv cache clean NAME` removes: in each bucket what is filed under the name, and the unpacked wheels to which
 * only that leads. Of what comes from an address the built wheel says the name.
 */
function packagePlaces({ path, measured }: ChosenIn): (name: string) => AbsolutePath[] {
  const names = [...measured.entries.keys()];
  const filed = filedUnder(path, names);
  const nameOfPlace = new Map([...filed].flatMap(([name, places]) => places.map((place) => [place, name] as const)));
  const buckets = names.filter((bucket) => /^(wheels|sdists|built-wheels)-v\d+$/.test(bucket));
  /** A reference is told below its bucket; which one that is, is not. */
  const nameOfLink = (from: string): string | undefined =>
    buckets.map((bucket) => nameAround(`${path}/${bucket}/${from}` as AbsolutePath)).find((name) => name !== undefined);
  const nameAround = (link: AbsolutePath): string | undefined => {
    for (let at = link; isWithin(at, path) && at !== path; at = parentOf(at)) {
      const name = nameOfPlace.get(at);
      if (name !== undefined) return name;
    }
    return undefined;
  };
  const archives = new Map<string, AbsolutePath[]>();
  for (const [archive, refs] of references(path, names).of) {
    const [name, ...others] = new Set(refs.map(({ from }) => nameOfLink(from)));
    if (name !== undefined && others.length === 0) archives.set(name, [...(archives.get(name) ?? []), archive]);
  }
  return (name) => [...(filed.get(name) ?? []), ...(archives.get(name) ?? [])];
}

/** Files and directories of the buckets by the package that they are filed under. */
function filedUnder(cache: AbsolutePath, names: readonly string[]): ReadonlyMap<string, readonly AbsolutePath[]> {
  const filed = new Map<string, AbsolutePath[]>();
  const add = (name: string, place: AbsolutePath): void => {
    const key = normaliseName(name);
    filed.set(key, [...(filed.get(key) ?? []), place]);
  };
  for (const name of names) {
    const bucket = join(cache, name);
    if (/^simple-v\d+$/.test(name)) {
      for (const { name: file, path } of filesBelow(bucket, () => {})) {
        if (file.endsWith(".rkyv")) add(file.slice(0, -".rkyv".length), path);
      }
    } else if (/^(wheels|sdists|built-wheels)-v\d+$/.test(name)) {
      for (const origin of directoriesIn(bucket).map((one) => join(bucket, one))) {
        const isNamed = nameOf(origin) === "pypi";
        const tops = isNamed ? [origin] : directoriesIn(origin).map((one) => join(origin, one));
        for (const top of tops) {
          const isSource = !name.startsWith("wheels") && !isNamed && nameOf(origin) !== "index";
          const built = isSource ? builtIn(top) : undefined;
          if (built !== undefined) add(built, top);
          if (!isSource) for (const child of directoriesIn(top)) add(child, join(top, child));
        }
      }
    }
  }
  return filed;
}

/** The package that was built from a source that has only an address. */
function builtIn(source: AbsolutePath): string | undefined {
  for (const { name } of filesBelow(
    source,
    () => {},
    (_, depth) => depth <= 2,
  )) {
    const wheel = wheelName(name);
    if (wheel) return wheel.package;
  }
  return undefined;
}
