import type { CacheEntry } from "../model/cache.ts";
import type { CacheUnit } from "../model/cache-plan.ts";
import type { ChosenIn, ChosenUnits, Selecting } from "./inspector.ts";
import { isKnownAnswer } from "./pip-http.ts";
import { bytesOfEntries, groupBy, ownUnit } from "./units.ts";

/**
 * Single things of pip's cache: wheels that were built here go by `pip cache remove`, answers of indexes by our own
 * steps, since pip has no command for them. Each answer is checked for its format once more.
 */
export const pipSelecting: Selecting = {
  cannot: {
    unused: "pip copies what it installs, so nothing uses its cache",
    detached: "only repositories of Hugging Face have detached revisions",
  },
  unitsOf(chosen, about) {
    const isWheel = ({ kind }: CacheEntry): boolean => kind === "built-wheel";
    const answers = answerUnits(
      chosen.filter((entry) => !isWheel(entry)),
      "pip has no command for single downloads",
    );
    const wheels = wheelUnits(chosen.filter(isWheel), about);
    return { units: [...answers.units, ...wheels.units], reasons: [...answers.reasons, ...wheels.reasons] };
  },
};

/** Answers of indexes, one by one, as far as their format is known. */
export function answerUnits(answers: readonly CacheEntry[], because: string): ChosenUnits {
  const known = answers.filter(({ path }) => isReadable(path));
  const unknown = answers.length - known.length;
  return {
    units: known.map((entry) => ownUnit(entry, because)),
    reasons: unknown > 0 ? [`${unknown} of its answers could not be read or are of a format that is not known`] : [],
  };
}

function isReadable(path: CacheEntry["path"]): boolean {
  try {
    return isKnownAnswer(path);
  } catch {
    // Not readable, or gone meanwhile: then it stays.
    return false;
  }
}

/** pip takes every wheel whose name begins with what it is given, wherever it lies; all of them must be chosen. */
function wheelUnits(chosen: readonly CacheEntry[], { contents, againstOwner }: ChosenIn): ChosenUnits {
  const against = againstOwner(chosen);
  if (against !== null) return { units: chosen.map((entry) => ownUnit(entry, against)), reasons: [] };
  const all = contents.entries.filter(({ kind }) => kind === "built-wheel");
  const units: CacheUnit[] = [];
  const reasons: string[] = [];
  for (const [name, entries] of groupBy(chosen, (entry) => entry.name)) {
    const stem = name.slice(0, -".whl".length);
    const taken = all.filter((entry) => entry.name.startsWith(stem));
    const other = taken.find((entry) => !entries.includes(entry));
    if (other) {
      reasons.push(`pip cache remove would take ${other.path} with ${name}`);
      continue;
    }
    units.push({
      what: `${name} (built-wheel)`,
      entries,
      places: entries.flatMap(({ path, beside = [] }) => [path, ...beside]),
      bytes: bytesOfEntries(entries),
      way: { by: "owner", arguments: ["cache", "remove", stem] },
    });
  }
  return { units, reasons };
}
