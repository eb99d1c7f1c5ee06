import { plural } from "../model/count.ts";
import { isObject, parseObject } from "../environments/direct-url.ts";
import type { CacheEntry } from "../model/cache.ts";
import { join, nameOf, type AbsolutePath } from "../model/path.ts";
import { readText } from "../system/files.ts";
import type { ChosenIn, ChosenUnits, Selecting } from "./inspector.ts";
import { whyNotKnown } from "./known-files.ts";
import { bytesOfEntries, ownUnits } from "./units.ts";

const LONGEST_LIST = 64 * 1024 * 1024;

/**
 * Single packages and downloads of conda's store. A package to which an environment holds links, or of which nobody
 * knows who does, never goes. Where exactly that is chosen which `conda clean --packages` takes, conda does it; else our
 * own step, and only when every file of the package is in the package's own list.
 */
export const condaSelecting: Selecting = {
  cannot: { detached: "only repositories of Hugging Face have detached revisions" },
  unitsOf,
};

function unitsOf(chosen: readonly CacheEntry[], about: ChosenIn): ChosenUnits {
  const isPackage = ({ kind }: CacheEntry): boolean => kind === "package";
  const free = chosen.filter((entry) => !isPackage(entry) || entry.isUsed === "no");
  const used = chosen.length - free.length;
  const kept =
    used > 0 ? [`${plural(used, "package")} that environments use, or may use, ${used === 1 ? "stays" : "stay"}`] : [];
  const against = about.againstOwner(free);
  if (free.length > 0 && free.every(isPackage) && against === null && isWhatCondaTakes(free, about)) {
    const unit = {
      what: plural(free.length, "unused package"),
      entries: free,
      places: free.map(({ path }) => path),
      bytes: bytesOfEntries(free),
      way: { by: "owner", arguments: ["clean", "--packages", "--yes"] } as const,
    };
    return { units: [unit], reasons: [], kept };
  }
  const because = against ?? "conda clean takes no single package, and none whose files are linked to one another";
  const whyNot = (entry: CacheEntry): string | null => (isPackage(entry) ? whyNotListed(entry.path, "conda") : null);
  return { ...ownUnits(free, because, whyNot), kept };
}

/** Packages of which no file has a second name, all of them and no other. */
function isWhatCondaTakes(chosen: readonly CacheEntry[], { contents, measured }: ChosenIn): boolean {
  const taken = contents.entries.filter(
    ({ kind, path }) => kind === "package" && measured.entries.get(nameOf(path))?.links.inodes.length === 0,
  );
  return taken.length === chosen.length && taken.every((entry) => chosen.includes(entry));
}

/** Why a package holds more than its own list names, or null. */
export function whyNotListed(directory: AbsolutePath, tool: string): string | null {
  const listed = new Set((readText(join(directory, "info/files"), LONGEST_LIST) ?? "").split(/\r?\n/));
  const paths = parseObject(readText(join(directory, "info/paths.json"), LONGEST_LIST))?.["paths"];
  for (const one of Array.isArray(paths) ? paths : []) {
    if (isObject(one) && typeof one["_path"] === "string") listed.add(one["_path"]);
  }
  const isKnown = (relative: string): boolean =>
    relative.startsWith("info/") || listed.has(relative) || /(^|\/)__pycache__\/[^/]+\.pyc$/.test(relative);
  return whyNotKnown(directory, tool, (relative, kind) => kind !== "other" && isKnown(relative));
}
