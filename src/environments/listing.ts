import { NameHash } from "../model/name-hash.ts";
import { decode, encode } from "../system/files.ts";
import { PathTable } from "./path-table.ts";

/**
 * Which files a distribution says are its own. Bytecode in `__pycache__` is left out; it belongs to whoever owns the
 * source beside that directory.
 */
export interface Listing {
  /**
   * Paths relative to the place where the distribution lies, without odd parts; the directories of these files too,
   * each with a slash at its end.
   */
  readonly paths: PathTable;
  /** The first part of every path that has several. */
  readonly tops: ReadonlySet<string>;
  /** True when it names files in that place itself. */
  readonly namesRoot: boolean;
  /** Names by directories written with `..`, `.`, doubled slashes or from the root, as written. */
  readonly elsewhere: ReadonlyMap<string, PathTable>;
}

const SLASH = 47;
const DOT = 46;
const SLASH_BYTE = Uint8Array.of(SLASH);

/** Collects the paths of a listing; what is not a path simply claims no file. */
export class ListingBuilder implements Listing {
  readonly paths = new PathTable();
  readonly tops = new Set<string>();
  readonly elsewhere = new Map<string, PathTable>();
  namesRoot = false;
  readonly #hash = new NameHash();
  /** The directory that was added last, as its bytes, and what its names are added to and go on from. */
  #directory: Uint8Array | null = null;
  #table: PathTable = this.paths;
  readonly #before = new NameHash();

  add(path: string): void {
    const bytes = encode(path);
    this.addBytes(bytes, 0, bytes.lastIndexOf(SLASH), bytes.length);
  }

  /** The path lies in `bytes` from `start` up to `end`; its last slash at `slash`, before `start` when it has none. */
  addBytes(bytes: Uint8Array, start: number, slash: number, end: number): void {
    if (slash < start) {
      this.namesRoot = true;
      this.paths.add(this.#hash.reset().add(bytes, start, end));
      return;
    }
    if (!this.#directory || !isSame(this.#directory, bytes, start, slash)) this.#enter(bytes.subarray(start, slash));
    this.#table.add(this.#hash.from(this.#before).add(bytes, slash + 1, end));
  }

  #enter(directory: Uint8Array): void {
    this.#directory = directory;
    this.#before.reset();
    if (hasOddPart(directory)) {
      const written = decode(Buffer.from(directory)) || "/";
      let table = this.elsewhere.get(written);
      if (!table) this.elsewhere.set(written, (table = new PathTable()));
      this.#table = table;
      return;
    }
    this.#table = this.paths;
    this.#before.add(directory, 0, directory.length).add(SLASH_BYTE, 0, 1);
    this.paths.add(this.#before);
    const slash = directory.indexOf(SLASH);
    this.tops.add(decode(Buffer.from(directory.subarray(0, slash < 0 ? undefined : slash))));
  }
}

/** Does the listing name this file? Both as seen from where the distribution lies; "" is that place. */
export function names(listing: Listing, directory: string, name: string): boolean {
  const path = encode(directory === "" ? name : `${directory}/${name}`);
  return listing.paths.has(new NameHash().add(path, 0, path.length));
}

/** An empty directory, one of the root, or a part that is empty, `.` or `..`. */
function hasOddPart(directory: Uint8Array): boolean {
  let start = 0;
  for (let at = 0; at <= directory.length; at++) {
    if (at < directory.length && directory[at] !== SLASH) continue;
    const length = at - start;
    if (length === 0) return true;
    if (directory[start] === DOT && (length === 1 || (length === 2 && directory[start + 1] === DOT))) return true;
    start = at + 1;
  }
  return false;
}

function isSame(directory: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (directory.length !== end - start) return false;
  for (let at = directory.length - 1; at >= 0; at--) if (directory[at] !== bytes[start + at]) return false;
  return true;
}

/**
 * `directory`, as written in a listing, relative to the environment; `base` is where the listing's paths start, also
 * relative to the environment. Undefined when it lies outside: such a claim counts for nothing.
 */
export function resolveWithin(environment: string, base: string, directory: string): string | undefined {
  if (directory.startsWith("/")) {
    const absolute = normalise(directory.split("/"));
    if (absolute === undefined) return undefined;
    const root = environment.slice(1);
    if (absolute === root) return "";
    return absolute.startsWith(`${root}/`) ? absolute.slice(root.length + 1) : undefined;
  }
  return normalise(`${base}/${directory}`.split("/"));
}

/** Undefined when `..` leads above the start. */
function normalise(parts: readonly string[]): string | undefined {
  const kept: string[] = [];
  for (const part of parts) {
    if (part === "" || part === ".") continue;
    if (part !== "..") kept.push(part);
    else if (kept.pop() === undefined) return undefined;
  }
  return kept.join("/");
}
