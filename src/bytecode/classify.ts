import type { BytecodeClass } from "../model/bytecode.ts";
import { join, type AbsolutePath } from "../model/path.ts";
import { readPart, realPath, statusOrNothing } from "../system/files.ts";
import { parseBytecodeName, type BytecodeName } from "./file-name.ts";
import { HEADER_BYTES, isCutHeader, parseHeader, type Header } from "./header.ts";
import { sourceHash } from "./source-hash.ts";
import type { Usability } from "./usability.ts";

/**
 * Says what one bytecode file is good for. It reads the header and looks at the source; it runs nothing and throws for
 * nothing. Whatever cannot be read or understood is `unknown`, and what may be the program itself is `sourceless`.
 */
export interface Classified {
  readonly name: BytecodeName;
  readonly class: BytecodeClass;
  /** A clause without a full stop. */
  readonly reason: string;
  /** What Python compiles it from; null where that is gone. */
  readonly source: Source | null;
}

export interface Source {
  readonly path: AbsolutePath;
  readonly size: number;
}

/** Where a file's source is looked for. */
export interface SourcePlace {
  readonly directory: AbsolutePath;
  /** Names of files and links there. */
  readonly names: ReadonlySet<string>;
  /** True for `__pycache__` and for a cache of its own: bytecode there is never imported without its source. */
  readonly isCache: boolean;
}

/** `path` lies in a cache or beside its source. Null for what is no bytecode by its name. */
export function classify(
  path: AbsolutePath,
  fileName: string,
  place: SourcePlace,
  usability: Usability,
): Classified | null {
  const name = parseBytecodeName(fileName);
  if (!name) return null;
  let source = sourceOf(name, place);
  const said = (what: BytecodeClass, reason: string): Classified => ({ name, class: what, reason, source });
  if (!place.isCache && !source) return said("sourceless", "it has no source, so it is the program itself");
  if (place.isCache && name.tag === null) return said("unknown", "its name names no interpreter");
  const head = headOf(path);
  if (!head) return said("unknown", "it could not be read");
  const header = parseHeader(head, name);
  if (typeof header === "string") {
    const isCutWrite = name.isTemporary && place.isCache && isCutHeader(head, name.tag);
    return said(isCutWrite ? "temporary" : "unknown", header);
  }
  if (header.kind === "hash" && !header.isChecked) {
    return said("unchecked-hash", "Python believes it without a look at its source");
  }
  if (name.isTemporary) return said("temporary", "a write that never ended");
  if (usability.of(name.tag, header.magic) === "no") {
    return said("stale", `no ${name.tag ?? "Python"} with magic number ${header.magic} is on this machine`);
  }
  let fits = source && fitsSource(header, source.path);
  const other = fits !== true && place.isCache ? otherSource(name, place, header) : null;
  if (other) [source, fits] = [other, true];
  if (!source) return said("orphan", "its source is gone");
  if (fits === undefined) return said("unknown", "its source could not be read");
  return fits ? said("current", "it fits its source") : said("outdated", "its source has changed since");
}

const SOURCE_SUFFIXES = [".py", ".pyw"] as const;

/** A name in the old way, `x.cpython-311.pyc` outside of a cache, belongs to `x.cpython-311.py`. */
function sourceOf({ module, tag, optimisation }: BytecodeName, place: SourcePlace): Source | null {
  const level = optimisation === null ? "" : `.opt-${optimisation}`;
  const stem = place.isCache || tag === null ? module : `${module}.${tag}${level}`;
  const names = SOURCE_SUFFIXES.map((suffix) => `${stem}${suffix}`);
  // A script without a suffix can be compiled too.
  for (const name of place.isCache ? [...names, stem] : names) {
    if (!place.names.has(name)) continue;
    const found = followed(join(place.directory, name));
    if (found) return found;
  }
  return null;
}

/** What fits by time and size though its suffix is another (`conf.tac`): a program may compile what it likes. */
function otherSource({ module }: BytecodeName, place: SourcePlace, header: Header): Source | null {
  if (header.kind !== "timestamp") return null;
  for (const name of place.names) {
    if (!name.startsWith(`${module}.`) || name.includes(".", module.length + 1)) continue;
    const found = followed(join(place.directory, name));
    if (found && fitsSource(header, found.path)) return found;
  }
  return null;
}

/** The file that Python would read, links followed. */
function followed(path: AbsolutePath): Source | null {
  try {
    const real = realPath(path);
    const found = statusOrNothing(real);
    return found?.kind === "file" ? { path: real, size: found.size } : null;
  } catch {
    // A link to nothing is no source.
    return null;
  }
}

function headOf(path: AbsolutePath): Buffer | undefined {
  try {
    return readPart(path, 0, HEADER_BYTES);
  } catch {
    // No regular file any more, or not for us to read.
    return undefined;
  }
}

const TWO_TO_32 = 2 ** 32;
const PIECE_BYTES = 4 * 1024 * 1024;

/** Python's own comparison (importlib: `_validate_timestamp_pyc`, `_validate_hash_pyc`). */
function fitsSource(header: Header, path: AbsolutePath): boolean | undefined {
  const source = statusOrNothing(path);
  if (!source) return undefined;
  if (header.kind === "timestamp") {
    const seconds = Math.trunc(source.modified / 1000) >>> 0;
    return header.modified === seconds && (header.size === null || header.size === source.size % TWO_TO_32);
  }
  try {
    return sourceHash(piecesOf(path, source.size), header.magic) === header.hash;
  } catch {
    // Not for us to read.
    return undefined;
  }
}

function* piecesOf(path: AbsolutePath, size: number): Generator<Buffer> {
  for (let at = 0; at < size; at += PIECE_BYTES) yield readPart(path, at, PIECE_BYTES);
}
