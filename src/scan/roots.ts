import { resolve } from "node:path";
import type { Problem } from "../model/finding.ts";
import { isWithin, nameOf, parentOf, type AbsolutePath } from "../model/path.ts";
import { codeOf, list, realPath, statusOrNothing } from "../system/files.ts";
import { mounts } from "../system/mounts.ts";
import { namesIn } from "../system/visible.ts";
import type { Host } from "../system/host.ts";
import { isProjectRoot } from "./projects.ts";
import type { SearchTask, Surroundings } from "./tasks.ts";

export interface Roots {
  /** Real paths; one lies inside another only where the search of that one does not come. */
  readonly roots: readonly AbsolutePath[];
  readonly tasks: readonly SearchTask[];
  readonly problems: readonly Problem[];
}

const MESSAGES: Readonly<Record<string, string>> = {
  ENOENT: "no such directory",
  ENOTDIR: "not a directory",
  EACCES: "permission denied",
  ELOOP: "too many links",
  ENAMETOOLONG: "name too long",
};

/** What the user wrote, and how far a search goes. */
export interface RootsRequest {
  readonly roots: readonly string[];
  readonly oneFileSystem: boolean;
}

/** Turns what the user wrote into directories to search. One that cannot be searched becomes a problem. */
export function resolveRoots(host: Host, { roots: written, oneFileSystem }: RootsRequest): Roots {
  const problems: Problem[] = [];
  const real = new Set<AbsolutePath>();
  for (const text of written) {
    const path = resolve(host.currentDirectory, text) as AbsolutePath;
    try {
      real.add(openRoot(path));
    } catch (error) {
      const code = codeOf(error);
      problems.push({ path, code, message: MESSAGES[code] ?? "cannot be read" });
    }
  }
  // One root lies in no other: the mount table is not read for it.
  const walls = oneFileSystem && real.size > 1 ? mounts(host).map(({ path }) => path) : [];
  const covers = (other: AbsolutePath, path: AbsolutePath): boolean =>
    other !== path &&
    isWithin(path, other) &&
    !walls.some((wall) => wall !== other && isWithin(wall, other) && isWithin(path, wall));
  const roots = [...real].filter((path) => ![...real].some((other) => covers(other, path)));
  return { roots, tasks: roots.map((root) => taskFor(root, host)), problems };
}

function openRoot(path: AbsolutePath): AbsolutePath {
  const real = realPath(path);
  list(real);
  return real;
}

function taskFor(root: AbsolutePath, host: Host): SearchTask {
  const device = statusOrNothing(root)?.device ?? -1;
  return { type: "search", directory: root, depth: 0, device, ...whereIs(root, host) };
}

/** Looks upward: the project that a root lies in, and whether it lies among installed packages. */
export function whereIs(path: AbsolutePath, host: Host): { project: AbsolutePath | null; surroundings: Surroundings } {
  let project: AbsolutePath | null = null;
  for (let above = parentOf(path); above !== parentOf(above) && above !== host.home; above = parentOf(above)) {
    const names = new Set(namesIn(above));
    if (names.has("pyvenv.cfg") || nameOf(above) === "site-packages")
      return { project: null, surroundings: "packages" };
    if (nameOf(above) === "node_modules") return { project, surroundings: "no-projects" };
    if (project === null && isProjectRoot(names)) project = above;
  }
  return { project, surroundings: "anything" };
}
