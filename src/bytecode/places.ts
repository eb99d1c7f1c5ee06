import { join, nameOf, parentOf, type AbsolutePath } from "../model/path.ts";
import type { Identity } from "../model/plan.ts";
import type { Visited } from "../scan/visit.ts";
import type { KeptEntry } from "../system/directory-reader.ts";
import { statusOrNothing } from "../system/files.ts";
import { entriesIn } from "../system/visible.ts";
import { classify, type Classified, type SourcePlace } from "./classify.ts";
import { numbaFilesIn } from "./numba-files.ts";
import type { Usability } from "./usability.ts";

export const CACHE_NAME = "__pycache__";
const BYTECODE = /\.py[co](?:\.\d+)?$/;

export interface BytecodeFile extends Classified {
  readonly path: AbsolutePath;
  readonly entry: KeptEntry;
}

/** The bytecode in one directory. */
export interface BytecodePlace {
  readonly path: AbsolutePath;
  readonly isCache: boolean;
  /** What a `__pycache__` was before it was listed. */
  readonly identity: Identity | undefined;
  readonly files: readonly BytecodeFile[];
  /** What else a `__pycache__` holds that is made again by itself: numba's files. */
  readonly rebuiltToo: readonly KeptEntry[];
  /** True when a `__pycache__` holds something that is no bytecode. */
  readonly holdsOthers: boolean;
  readonly project: AbsolutePath | null;
  readonly environment: AbsolutePath | null;
}

/** Classes every bytecode file of a directory; undefined where there is none. */
export function bytecodeIn(visited: Visited, usability: Usability): BytecodePlace | undefined {
  const { path, entries, identity, project, environment } = visited;
  if (visited.isForeign) return undefined;
  const isCache = nameOf(path) === CACHE_NAME;
  const found = entries.filter(({ name, kind }) => kind === "file" && BYTECODE.test(name));
  if (found.length === 0 && !isCache) return undefined;
  const place = sourcePlaceOf(path, isCache, isCache ? visited.siblings : entries);
  const files = found.flatMap((entry): BytecodeFile[] => {
    const file = join(path, entry.name);
    const classified = classify(file, entry.name, place, usability);
    return classified ? [{ ...classified, path: file, entry }] : [];
  });
  const others = isCache ? entries.filter((entry) => !found.includes(entry)) : [];
  const numba = numbaFilesIn(
    path,
    others.map(({ name }) => name),
  );
  const rebuiltToo = others.filter(({ name }) => numba.has(name));
  const holdsOthers = rebuiltToo.length < others.length || files.length < found.length;
  return { path, isCache, identity, files, rebuiltToo, holdsOthers, project, environment };
}

/** Where the source of a `__pycache__`, or of a file in one, lies. */
export function sourceDirectoryOf(path: AbsolutePath): AbsolutePath {
  return nameOf(path) === CACHE_NAME ? parentOf(path) : parentOf(parentOf(path));
}

/** Where the sources of a directory's bytecode are. */
export function sourcePlaceOf(
  path: AbsolutePath,
  isCache: boolean,
  entries?: readonly Pick<KeptEntry, "name" | "kind">[],
): SourcePlace {
  const directory = isCache ? parentOf(path) : path;
  const listed = entries ?? entriesIn(directory);
  const names = listed.filter(({ kind }) => kind === "file" || kind === "link").map(({ name }) => name);
  return { directory, names: new Set(names), isCache };
}

/**
 * Why a place must not go as bytecode of the classes that may go; null when it may. For the look right before it goes:
 * everything is read again.
 */
export function objectionToBytecode(
  path: AbsolutePath,
  mayGo: (one: Classified) => boolean,
  usability: Usability,
): string | null {
  const found = statusOrNothing(path);
  if (!found) return "it is gone, or cannot be looked at any more";
  if (found.kind === "directory") {
    const place = sourcePlaceOf(path, true);
    const names = entriesIn(path).map(({ name }) => name);
    const numba = numbaFilesIn(path, names);
    const objections = names.map((name) =>
      numba.has(name) ? null : objectionToFile(join(path, name), place, mayGo, usability),
    );
    return objections.find((one) => one !== null) ?? null;
  }
  const isCache = nameOf(parentOf(path)) === CACHE_NAME;
  return objectionToFile(path, sourcePlaceOf(parentOf(path), isCache), mayGo, usability);
}

function objectionToFile(
  path: AbsolutePath,
  place: SourcePlace,
  mayGo: (one: Classified) => boolean,
  usability: Usability,
): string | null {
  const classified = classify(path, nameOf(path), place, usability);
  if (!classified) return `${nameOf(path)} is no bytecode`;
  return mayGo(classified) ? null : `${nameOf(path)} is ${classified.class} now: ${classified.reason}`;
}
