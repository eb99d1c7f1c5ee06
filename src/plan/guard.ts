import { isPlain, isWithin, parentOf, type AbsolutePath } from "../model/path.ts";

/**
 * Places that are never removed, whatever was proven, asked or forced. It guarantees that nothing outside the roots
 * goes, and no place that is, or holds, a root, a home, a mount point or a part of pyshed itself. It judges paths by
 * their names, so whoever calls it gives real paths (no links on the way).
 */
export interface Guarded {
  readonly roots: readonly AbsolutePath[];
  /** Of every user that is known. */
  readonly homes: readonly AbsolutePath[];
  /** Configuration, cache, data and state directories; what lies in them may go, they themselves may not. */
  readonly standardDirectories: readonly AbsolutePath[];
  readonly mountPoints: readonly AbsolutePath[];
  /** The running Node. */
  readonly executable: AbsolutePath;
  /** Where pyshed is installed and keeps its state: neither they nor anything in them. */
  readonly own: readonly AbsolutePath[];
  /** Neither they nor anything in them: that is purge's. */
  readonly trashes: readonly AbsolutePath[];
  readonly currentDirectory: AbsolutePath;
}

/** Why the place must stay, as a clause without a full stop; null when nothing is against it. */
export function guard(path: AbsolutePath, guarded: Guarded): string | null {
  if (!isPlain(path)) return "its path is not absolute and plain";
  if (path === "/" || /^[A-Za-z]:\/?$/.test(path)) return "it is the root of the file system";
  if (guarded.roots.includes(path))
    return `it is what was searched itself; name its parent to clean it: ${parentOf(path)}`;
  const held = (places: readonly AbsolutePath[]): AbsolutePath | undefined =>
    places.find((place) => isWithin(place, path));
  const around = (places: readonly AbsolutePath[]): AbsolutePath | undefined =>
    places.find((place) => isWithin(path, place));
  if (!around(guarded.roots)) return "it lies outside of what was searched";
  const root = held(guarded.roots);
  if (root) return `it holds ${root}, which was searched itself`;
  return (
    about(held(guarded.homes), path, "a home directory") ??
    about(held(guarded.standardDirectories), path, "a directory that programs rely on") ??
    about(held(guarded.mountPoints), path, "a mount point") ??
    about(around(guarded.trashes) ?? held(guarded.trashes), path, "the trash") ??
    about(around(guarded.own) ?? held(guarded.own), path, "pyshed itself") ??
    about(held([guarded.executable]), path, "the program that runs pyshed") ??
    about(held([guarded.currentDirectory]), path, "the current directory")
  );
}

function about(place: AbsolutePath | undefined, path: AbsolutePath, what: string): string | null {
  if (place === undefined) return null;
  if (place === path) return `it is ${what}`;
  return isWithin(path, place) ? `it lies in ${what}, ${place}` : `it holds ${what}, ${place}`;
}
