import type { CacheContents, CacheEntry } from "../model/cache.ts";
import type { Problem } from "../model/finding.ts";
import { isWithin, join, nameOf, parentOf, type AbsolutePath } from "../model/path.ts";
import type { Inspector, StorePlace } from "./inspector.ts";
import { filesBelow, type WalkedEntry } from "./file-walk.ts";
import { httpEntries, whyNotHttp } from "./pip-http.ts";
import { pipSelecting } from "./pip-selecting.ts";
import { wheelName } from "./wheel-name.ts";

/**
 * pip's cache: answers of indexes (`http-v2`, before 23.3 `http`) and wheels that were built here. Nothing outside of
 * it uses its files: pip copies what it installs.
 */
export const pip: Inspector = {
  store: "pip",
  judge: (place) => {
    const compiled = builtWheels(place, () => {}).filter(({ safety }) => safety === "medium");
    const because = `${compiled.length === 1 ? "a wheel" : `${compiled.length} wheels`} in it had to be compiled on this machine`;
    const grades = new Map(compiled.length === 0 ? [] : [["wheels", { safety: "medium" as const, because }]]);
    return { goes: [], grades, obstacles: [] };
  },
  inspect,
  whyNotUnderstood: (path) => (/^http(-v2)?$/.test(nameOf(path)) ? whyNotHttp(path) : whyNotWheels(path)),
  selecting: pipSelecting,
};

function inspect(place: StorePlace): CacheContents {
  const problems: Problem[] = [];
  const onProblem = (problem: Problem): void => void problems.push(problem);
  const tops = [...place.measured.entries.keys()];
  const http = tops.filter((name) => /^http(-v2)?$/.test(name));
  const entries = [
    ...http.flatMap((name) => httpEntries(join(place.path, name), onProblem)),
    ...builtWheels(place, onProblem),
  ].toSorted((a, b) => b.allocated - a.allocated || (a.path < b.path ? -1 : 1));
  return { entries, remarks: [], problems };
}

function builtWheels({ path }: StorePlace, onProblem: (problem: Problem) => void): CacheEntry[] {
  const found: CacheEntry[] = [];
  const files = [...filesBelow(join(path, "wheels"), onProblem)];
  for (const { name, path: file, status } of files) {
    const wheel = status.kind === "file" ? wheelName(name) : undefined;
    if (!wheel) continue;
    found.push({
      kind: "built-wheel",
      name,
      package: wheel.package,
      version: wheel.version,
      path: file,
      beside: originOf(file, files),
      allocated: status.allocated,
      frees: status.links > 1 ? 0 : status.allocated,
      lastUsed: status.modified,
      isUsed: "no",
      usedBy: [],
      // To build it again a compiler and the same libraries may be needed.
      safety: wheel.isPure ? "low" : "medium",
    });
  }
  return found;
}

/** What says where a wheel was built from goes with it, unless another wheel lies there too. */
function originOf(wheel: AbsolutePath, files: readonly WalkedEntry[]): readonly AbsolutePath[] {
  const together = files.filter(({ path }) => parentOf(path) === parentOf(wheel) && path !== wheel);
  return together.every(({ name }) => name === "origin.json") ? together.map(({ path }) => path) : [];
}

/** Why a directory of built wheels is not what pip makes; null when it is. */
function whyNotWheels(directory: AbsolutePath): string | null {
  const problems: Problem[] = [];
  for (const { name, path, status } of filesBelow(directory, (problem) => void problems.push(problem))) {
    const isKnown = status.kind === "file" && (wheelName(name) !== undefined || name === "origin.json");
    if (!isKnown) return `${path} is nothing that pip makes`;
  }
  const unread = problems.find(({ path }) => isWithin(path, directory));
  return unread ? `${unread.path} could not be read` : null;
}
