import type { BytecodeClass, CacheLimits } from "../model/bytecode.ts";
import { join, nameOf, parentOf, type AbsolutePath } from "../model/path.ts";
import type { Visited } from "../scan/visit.ts";
import { codeOf, listEntries, statusOrNothing } from "../system/files.ts";
import { RemainingSize, type CentralDirectories } from "./central-size.ts";
import { classify, type Classified, type SourcePlace } from "./classify.ts";
import { versionOfTag } from "./file-name.ts";
import { CACHE_NAME } from "./places.ts";
import type { Usability } from "./usability.ts";

/**
 * The one cache for all: with `PYTHONPYCACHEPREFIX=/c` the bytecode of `/a/x.py` is `/c/a/x.TAG.pyc` (CPython:
 * `cache_from_source`), and nothing ever takes it away but this.
 */
export interface CentralFile extends Classified {
  readonly path: AbsolutePath;
  readonly allocated: number;
  /** The directory of its source. */
  readonly sourceDirectory: AbsolutePath;
  /**
   * When it was read or written for the last time, or the latest that it may have been, milliseconds since the epoch; null
   * where the file system does not tell.
   */
  readonly lastUsed: number | null;
}

/** Where the bytecode of the sources in a directory lies in the cache (CPython: `cache_from_source`). */
export function centralDirectoryOf(prefix: AbsolutePath, sourceDirectory: AbsolutePath): AbsolutePath {
  return sourceDirectory === "/" ? prefix : (((prefix === "/" ? "" : prefix) + sourceDirectory) as AbsolutePath);
}

/** True for what is of use in the cache: it fits its source, and its interpreter looks there (CPython and PyPy since 3.8). */
export function mayMoveToCentral({ class: what, name: { tag } }: Classified): boolean {
  const [major = 0, minor = 0] = (tag !== null && versionOfTag(tag)) || [];
  return what === "current" && major === 3 && minor >= 8;
}

/** The bytecode in one directory of the cache. Files may have been read `accessTimeLagMs` after their access times. */
export function centralFilesIn(
  prefix: AbsolutePath,
  { path, entries }: Pick<Visited, "path" | "entries">,
  usability: Usability,
  accessTimeLagMs: number | null,
): CentralFile[] {
  const place = centralSourcePlace(prefix, path);
  return entries.flatMap((entry): CentralFile[] => {
    if (entry.kind !== "file") return [];
    const file = join(path, entry.name);
    const found = classifyCentral(file, place, usability);
    if (!found) return [];
    const accessed = accessTimeLagMs === null ? undefined : statusOrNothing(file)?.accessed;
    const lastUsed = accessed === undefined ? null : Math.max(accessed + (accessTimeLagMs ?? 0), entry.modified);
    return [{ ...found, path: file, allocated: entry.allocated, sourceDirectory: place.directory, lastUsed }];
  });
}

/** `isAway`: the sources may be on a disk that is not there now, or may not be read. */
interface CentralSourcePlace extends SourcePlace {
  readonly isAway: boolean;
}

/** Where the sources of a directory of the cache are. */
export function centralSourcePlace(prefix: AbsolutePath, directory: AbsolutePath): CentralSourcePlace {
  const source = (directory === prefix ? "/" : directory.slice(prefix.length)) as AbsolutePath;
  try {
    const names = listEntries(source).flatMap(({ name, kind }) => (kind === "file" || kind === "link" ? [name] : []));
    return { directory: source, names: new Set(names), isCache: true, isAway: false };
  } catch (error) {
    const isGone = ["ENOENT", "ENOTDIR"].includes(codeOf(error)) && !mayBeMounted(source);
    return { directory: source, names: new Set(), isCache: true, isAway: !isGone };
  }
}

const MEDIA = /^\/(?:media|mnt|run\/media|Volumes|net|misc)(?:\/|$)/;

/** What is missing below an empty directory, or where disks are mounted, may come back with its disk. */
function mayBeMounted(missing: AbsolutePath): boolean {
  if (MEDIA.test(missing)) return true;
  let above = parentOf(missing);
  while (above !== parentOf(above) && !statusOrNothing(above)) above = parentOf(above);
  try {
    return listEntries(above).length === 0;
  } catch {
    // It may not be read: nobody can tell.
    return true;
  }
}

export function classifyCentral(
  path: AbsolutePath,
  place: CentralSourcePlace,
  usability: Usability,
): Classified | null {
  const found = classify(path, nameOf(path), place, usability);
  if (found && nameOf(place.directory) === CACHE_NAME) {
    return { ...found, class: "unknown", reason: `Python puts no ${CACHE_NAME} into such a cache` };
  }
  if (!found || found.class !== "orphan" || !place.isAway) return found;
  return { ...found, class: "unknown", reason: "its source may lie on a disk that is not there now" };
}

const DAY_MS = 86_400_000;
const USELESS: ReadonlySet<BytecodeClass> = new Set<BytecodeClass>(["orphan", "stale", "temporary"]);
const MAY_GO: ReadonlySet<BytecodeClass> = new Set<BytecodeClass>([...USELESS, "current", "outdated"]);

/** True when nothing can use it any more; an unfinished write only when it is old. */
export function isUseless({ class: what, lastUsed, path }: CentralFile, now: number): boolean {
  if (what !== "temporary") return USELESS.has(what);
  return now - (lastUsed ?? statusOrNothing(path)?.modified ?? now) > DAY_MS;
}

/** What the cache can do without: what is useless, then what is unused for long, then the least recently used. */
export function collect(
  files: readonly CentralFile[],
  { own, directories }: CentralDirectories,
  limits: CacheLimits,
  now: number,
): CentralFile[] {
  const { olderThanMs, maxBytes } = limits;
  const isOld = ({ lastUsed }: CentralFile): boolean =>
    olderThanMs !== null && lastUsed !== null && now - lastUsed > olderThanMs;
  const goes = new Set(files.filter((file) => MAY_GO.has(file.class) && (isUseless(file, now) || isOld(file))));
  if (maxBytes === null) return [...goes];
  const size = new RemainingSize(
    files.reduce((sum, { allocated }) => sum + allocated, own),
    directories,
  );
  for (const file of goes) size.drop(file);
  const rest = files.filter((file) => !goes.has(file) && MAY_GO.has(file.class) && file.class !== "temporary");
  for (const file of rest.toSorted((a, b) => (a.lastUsed ?? 0) - (b.lastUsed ?? 0) || (a.path < b.path ? -1 : 1))) {
    if (size.bytes <= maxBytes) break;
    goes.add(file);
    size.drop(file);
  }
  return [...goes];
}

/** Why an entry must stay that was to go, or null: it was used since, or is not understood any more. */
export function objectionToCentral(
  prefix: AbsolutePath,
  path: AbsolutePath,
  plannedAt: number,
  usability: Usability,
): string | null {
  const found = classifyCentral(path, centralSourcePlace(prefix, parentOf(path)), usability);
  if (!found || !MAY_GO.has(found.class))
    return `it is not known to be of no use any more: ${found?.reason ?? "no bytecode"}`;
  const accessed = statusOrNothing(path)?.accessed ?? Infinity;
  if (!USELESS.has(found.class) && accessed > plannedAt) return "it has been used since it was planned";
  return null;
}
