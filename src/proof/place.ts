import { join, nameOf, parentOf, type AbsolutePath } from "../model/path.ts";
import * as files from "../system/files.ts";

/** What a proof may ask about a place. Paths are relative to it; "" is the place itself. */
export interface Place {
  readonly name: string;
  /** Milliseconds since the epoch, or undefined when nobody told. */
  readonly now: number | undefined;
  /** Undefined when there is nothing, or when it cannot be read. */
  status(relative: string): files.Status | undefined;
  /** Entries of a directory that is no link and lies behind no link; empty when it cannot be read. */
  entries(relative: string): readonly files.Entry[];
  /** The first 4,096 bytes of a regular file, one character per byte; undefined when it cannot be read. */
  head(relative: string): string | undefined;
  /** The directory that holds the place; undefined at the root. */
  parent(): Place | undefined;
}

/** What the caller knows already, so that it need not be read again. */
export interface Known {
  readonly now?: number;
  readonly entries?: readonly files.Entry[];
  readonly parent?: Place;
}

const HEAD_BYTES = 4096;

/**
 * A place on disk. Everything is read when first asked for and then kept, so a place is good for one judgement:
 * a recheck makes a new one. What cannot be read counts as not there. Links below the place are never followed.
 */
export function placeAt(path: AbsolutePath, known: Known = {}): Place {
  const statuses = new Map<string, files.Status | undefined>();
  const listings = new Map<string, readonly files.Entry[]>();
  const heads = new Map<string, string | undefined>();
  if (known.entries) listings.set("", known.entries);
  let parent = known.parent;

  const place: Place = {
    name: nameOf(path),
    now: known.now,
    status: (relative) =>
      remembered(statuses, relative, () =>
        isReached(place, relative) ? files.statusOrNothing(below(path, relative)) : undefined,
      ),
    entries: (relative) =>
      remembered(listings, relative, () =>
        place.status(relative)?.kind === "directory" ? listOrNothing(below(path, relative)) : [],
      ),
    head: (relative) =>
      remembered(heads, relative, () =>
        place.status(relative)?.kind === "file" ? readHead(below(path, relative)) : undefined,
      ),
    parent: () => {
      if (path === "/") return undefined;
      return (parent ??= placeAt(parentOf(path), known.now === undefined ? {} : { now: known.now }));
    },
  };
  return place;
}

/** True when the place and every directory between it and the path is a real one. */
function isReached(place: Place, relative: string): boolean {
  if (relative === "") return true;
  const slash = relative.lastIndexOf("/");
  return place.status(slash < 0 ? "" : relative.slice(0, slash))?.kind === "directory";
}

function below(path: AbsolutePath, relative: string): AbsolutePath {
  return relative === "" ? path : join(path, relative);
}

function remembered<Value>(memory: Map<string, Value>, key: string, make: () => Value): Value {
  if (memory.has(key)) return memory.get(key)!;
  const value = make();
  memory.set(key, value);
  return value;
}

function listOrNothing(directory: AbsolutePath): readonly files.Entry[] {
  try {
    return files.listEntries(directory);
  } catch {
    // Unreadable or just gone: a proof that sees nothing does not hold, so the place is kept.
    return [];
  }
}

function readHead(path: AbsolutePath): string | undefined {
  try {
    return files.read(path, HEAD_BYTES).toString("latin1");
  } catch {
    // Unreadable content proves nothing.
    return undefined;
  }
}
