import { plural } from "../model/count.ts";
import type { CacheEntry } from "../model/cache.ts";
import type { CacheUnit } from "../model/cache-plan.ts";
import { isWithin, type AbsolutePath } from "../model/path.ts";
import { freedFiles, goneWith } from "./huggingface-going.ts";
import { readRepository, type Repository } from "./huggingface-repository.ts";
import { readSharedStore } from "./huggingface-shared.ts";
import type { ChosenIn, ChosenUnits, Selecting } from "./inspector.ts";
import { bytesOf } from "../model/sums.ts";

/**
 * Repositories and detached revisions of the hub's cache, which `hf cache rm` removes. It names a revision by its commit
 * alone and takes that commit from every repository that has it, so none of which another repository holds the same
 * commit goes.
 */
export const huggingfaceSelecting: Selecting = {
  cannot: {
    unused: "nobody can tell which repositories a program will name; --detached takes revisions without a branch",
    "keep-latest": "revisions have no versions",
  },
  // `model/org/name` answers to `org/name` too.
  namesOf: (entry) => [repositoryName(entry), repositoryName(entry).replace(/^[^/]+\//, "")],
  offers({ kind }, { isDetached, kinds, packages, olderThanMs }) {
    // Whole repositories may not come back: something must be said about them.
    const isMeant = packages.length > 0 || kinds.length > 0 || olderThanMs !== null;
    return kind === "detached" ? isDetached || kinds.length > 0 : kind === "repository" && isMeant && !isDetached;
  },
  isPrunedFirst: true,
  unitsOf,
};

/** Entries of a repository are called by it, and by what more there is to say. */
function repositoryName({ name }: CacheEntry): string {
  return name.replace(/( \(.*\)|: .*)$/, "");
}

function unitsOf(chosen: readonly CacheEntry[], about: ChosenIn): ChosenUnits {
  if (chosen.length === 0) return { units: [], reasons: [] };
  const against = about.againstOwner(chosen);
  if (against !== null) return { units: [], reasons: [against] };
  const all = about.contents.entries.filter(({ kind }) => kind === "repository").map(({ path }) => path);
  const repositories = all.map((path) => readRepository(path, () => {}));
  const units: CacheUnit[] = [];
  const reasons: string[] = [];
  for (const repository of repositories) {
    const entries = chosen.filter(({ path }) => isWithin(path, repository.path));
    if (entries.length === 0) continue;
    const why = whyNot(repository, entries, repositories);
    if (why === null) units.push(unitOf(repository, entries, about));
    else reasons.push(why);
  }
  return { units, reasons };
}

/** Why nothing of a repository is left to the owner, or null. */
function whyNot(repository: Repository, entries: readonly CacheEntry[], all: readonly Repository[]): string | null {
  const { name, damage } = repository;
  if (damage !== null) return `${name} is damaged and stays: ${damage}`;
  const going = goingOf(repository, entries);
  const stray = going.find(({ strayLinks }) => strayLinks.length > 0);
  if (stray) return `${stray.strayLinks[0]} leads out of ${name}, and hf removes what it names`;
  for (const other of all.filter((one) => one !== repository)) {
    const twice = other.revisions.find(({ commit }) => going.some((one) => one.commit === commit));
    if (twice) return `${other.name} has revision ${twice.commit} too, and hf would take it from both`;
  }
  return null;
}

function goingOf({ path, revisions }: Repository, entries: readonly CacheEntry[]): Repository["revisions"] {
  const isWhole = entries.some((entry) => entry.path === path);
  return revisions.filter((one) => isWhole || entries.some((entry) => entry.path === one.path));
}

function unitOf(repository: Repository, entries: readonly CacheEntry[], { path, meter }: ChosenIn): CacheUnit {
  const { name } = repository;
  const isWhole = entries.some((entry) => entry.path === repository.path);
  const going = goingOf(repository, entries);
  const gone: readonly AbsolutePath[] = isWhole ? [repository.path] : goneWith(repository, going);
  const places = [...gone, ...freedFiles(readSharedStore(path), gone)];
  const commits = going.map(({ commit }) => commit);
  return {
    what: isWhole ? name : `${plural(commits.length, "detached revision")} of ${name}`,
    entries: isWhole ? entries.filter((entry) => entry.path === repository.path) : entries,
    places,
    bytes: bytesOf(places.flatMap((place) => meter.measure(place) ?? [])),
    way: { by: "owner", arguments: ["cache", "rm", ...(isWhole ? [name] : commits), "--yes"] },
  };
}
