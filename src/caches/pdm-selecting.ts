import { plural } from "../model/count.ts";
import type { CacheEntry } from "../model/cache.ts";
import type { CacheUnit } from "../model/cache-plan.ts";
import { bytesOf } from "../model/sums.ts";
import { filesBelow } from "./file-walk.ts";
import type { ChosenIn, ChosenUnits, Selecting } from "./inspector.ts";
import { bytesOfEntries, calledOf, groupBy } from "./units.ts";

/**
 * Things of pdm's cache, each by pdm's own commands: a wheel that was built here by its name, every unpacked wheel that
 * nobody links to at once, and what indexes said as a whole.
 */
export const pdmSelecting: Selecting = {
  cannot: { detached: "only repositories of Hugging Face have detached revisions" },
  // What indexes said is of no use to anything but pdm itself: `--unused` asks for unpacked wheels.
  offers: ({ kind, isUsed }, { isUnused }) => (kind === "package" ? isUsed === "no" : !isUnused),
  unitsOf(chosen, about) {
    const against = chosen.length > 0 ? about.againstOwner(chosen) : null;
    if (against !== null) return { units: [], reasons: [against] };
    const units: CacheUnit[] = [];
    const kept: string[] = [];
    for (const [kind, entries] of groupBy(chosen, ({ kind: of }) => of)) {
      if (kind === "built-wheel") add(builtWheels(entries, about));
      else if (kind === "package") add(unpacked(entries, about));
      else units.push(...entries.flatMap((entry) => answers(entry, about)));
    }
    return { units, reasons: [], kept };

    function add(more: ChosenUnits): void {
      units.push(...more.units);
      kept.push(...(more.kept ?? []));
    }
  },
};

/** `pdm cache clear KIND` removes every file and leaves the directories. */
function answers(entry: CacheEntry, { meter }: ChosenIn): CacheUnit[] {
  const places = [...filesBelow(entry.path, () => {})].map(({ path }) => path);
  const bytes = bytesOf(places.flatMap((path) => meter.measure(path) ?? []));
  const about = unitOf(`${entry.name} (${entry.kind})`, [entry], ["cache", "clear", entry.kind]);
  return places.length === 0 ? [] : [{ ...about, places, bytes }];
}

/** `pdm cache remove` takes every file with that name, wherever it lies. */
function builtWheels(chosen: readonly CacheEntry[], { contents }: ChosenIn): ChosenUnits {
  const all = contents.entries.filter(({ kind }) => kind === "built-wheel");
  const units: CacheUnit[] = [];
  const kept: string[] = [];
  for (const [name, entries] of groupBy(chosen, (entry) => entry.name)) {
    const others = all.filter((entry) => entry.name === name).length - entries.length;
    if (others > 0) kept.push(`${name} stays: pdm takes every file with that name, and some were not chosen`);
    else units.push(unitOf(`${calledOf(entries[0]!)} (built-wheel)`, entries, ["cache", "remove", name]));
  }
  return { units, reasons: [], kept };
}

function unpacked(chosen: readonly CacheEntry[], { contents }: ChosenIn): ChosenUnits {
  const unused = contents.entries.filter(({ kind, isUsed }) => kind === "package" && isUsed === "no");
  if (chosen.length < unused.length) {
    const stay = `${plural(chosen.length, "unpacked wheel")} stay${chosen.length === 1 ? "s" : ""}`;
    return { units: [], reasons: [], kept: [`${stay}: pdm takes all that nobody links to, and some were not chosen`] };
  }
  const what = chosen.length === 1 ? calledOf(chosen[0]!) : plural(chosen.length, "unused package");
  return { units: [unitOf(`${what} (package)`, chosen, ["cache", "clear", "packages"])], reasons: [] };
}

function unitOf(what: string, entries: readonly CacheEntry[], words: readonly string[]): CacheUnit {
  return {
    what,
    entries,
    places: entries.map(({ path }) => path),
    bytes: bytesOfEntries(entries),
    way: { by: "owner", arguments: words },
  };
}
