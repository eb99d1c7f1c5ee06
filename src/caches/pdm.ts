import type { CacheContents, CacheEntry } from "../model/cache.ts";
import type { Problem } from "../model/finding.ts";
import { join, nameOf, type AbsolutePath } from "../model/path.ts";
import { readText, statusOrNothing } from "../system/files.ts";
import { directoriesIn } from "./directories-in.ts";
import { filesBelow } from "./file-walk.ts";
import type { Inspector, Judgement, StorePlace } from "./inspector.ts";
import { linkedEntries } from "./linked-entries.ts";
import { biggestFirst, measuredEntry } from "./measured-entry.ts";
import { pdmSelecting } from "./pdm-selecting.ts";
import { wheelName } from "./wheel-name.ts";
import { whereaboutsOf } from "./whereabouts.ts";

const BY_FILE = ["hashes", "http", "metadata", "wheels"];
const UNPACKED = /\.whl\.cache$/;

/**
 * pdm's cache. Environments may link into `packages`, where each package notes who does (`.referrers`): pdm removes one
 * when none of those is there, so one on a disk that is not there now is a reason not to run it.
 */
export const pdm: Inspector = { store: "pdm", judge, inspect, selecting: pdmSelecting };

function judge(place: StorePlace): Judgement {
  const packages = packagesIn(place.path);
  const files = BY_FILE.flatMap((name) => [...filesBelow(join(place.path, name), () => {})].map(({ path }) => path));
  const unseen = packages.flatMap(({ path, unknown }) =>
    unknown.map((user) => `${user} cannot be seen now, and pdm would take ${nameOf(path)} for unused`),
  );
  const compiled = builtWheels(place, () => {}).filter(({ safety }) => safety === "medium").length;
  const because = `${compiled === 1 ? "a wheel" : `${compiled} wheels`} in it had to be compiled on this machine`;
  return {
    goes: [...files, ...packages.filter(({ users }) => users.length === 0).map(({ path }) => path)],
    grades: new Map(compiled === 0 ? [] : [["wheels", { safety: "medium", because }]]),
    obstacles: [...linkedEntries(place.path, place.measured.entries.keys()), ...unseen],
  };
}

function inspect(place: StorePlace): CacheContents {
  const problems: Problem[] = [];
  const whole = ["hashes", "http", "metadata"].flatMap((name) => {
    const sums = place.measured.entries.get(name);
    return sums ? [measuredEntry(join(place.path, name), sums, { kind: name, name, safety: "safe" as const })] : [];
  });
  const unpacked = packagesIn(place.path).flatMap(({ path, users, unknown }) => {
    const sums = place.meter.measure(path);
    const wheel = wheelName(nameOf(path).replace(/\.cache$/, ""));
    if (!sums) return [];
    return [
      measuredEntry(path, sums, {
        kind: "package",
        name: nameOf(path).replace(/\.whl\.cache$/, ""),
        package: wheel?.package ?? null,
        version: wheel?.version ?? null,
        safety: "low",
        isUsed: users.length > 0 ? "yes" : unknown.length > 0 ? "unknown" : "no",
        usedBy: users,
      }),
    ];
  });
  const built = builtWheels(place, (problem) => void problems.push(problem));
  return { entries: biggestFirst([...whole, ...built, ...unpacked]), remarks: [], problems };
}

interface UnpackedPackage {
  readonly path: AbsolutePath;
  /** What its `.referrers` names and is there. */
  readonly users: readonly AbsolutePath[];
  /** What it names and may be there at other times. */
  readonly unknown: readonly AbsolutePath[];
}

function packagesIn(store: AbsolutePath): UnpackedPackage[] {
  const top = join(store, "packages");
  return directoriesIn(top).flatMap((name) => {
    if (!UNPACKED.test(name)) return [];
    const path = join(top, name);
    const noted = join(path, ".referrers");
    const text = readText(noted, 1024 * 1024);
    // A list that cannot be read may name anybody.
    if (text === undefined && statusOrNothing(noted)) return [{ path, users: [], unknown: [noted] }];
    const named = (text ?? "")
      .split(/\r?\n/)
      .flatMap((line) => (line.trim() === "" ? [] : [line.trim() as AbsolutePath]));
    const found = named.map((user) => ({ user, where: whereaboutsOf(user) }));
    const users = found.filter(({ where }) => where === "there").map(({ user }) => user);
    return [{ path, users, unknown: found.filter(({ where }) => where === "unknown").map(({ user }) => user) }];
  });
}

function builtWheels({ path }: StorePlace, onProblem: (problem: Problem) => void): CacheEntry[] {
  return [...filesBelow(join(path, "wheels"), onProblem)].flatMap(({ name, path: file, status }) => {
    const wheel = status.kind === "file" ? wheelName(name) : undefined;
    if (!wheel) return [];
    const { allocated, links, modified } = status;
    const frees = links > 1 ? 0 : allocated;
    const safety = wheel.isPure ? ("low" as const) : ("medium" as const);
    const about = { kind: "built-wheel", name, package: wheel.package, version: wheel.version, safety };
    return [{ ...about, path: file, allocated, frees, lastUsed: modified, isUsed: "no" as const, usedBy: [] }];
  });
}
