import { ListingBuilder, type Listing } from "./listing.ts";

const COMMA = 44;
const SLASH = 47;
const QUOTE = 34;
const NEWLINE = 10;
const BYTECODE_DIRECTORY = Buffer.from("__pycache__/");
const BYTECODE = Buffer.from(".pyc");

/**
 * Reads a `RECORD`: CSV in UTF-8 with one line per installed file, path first, relative to site-packages.
 * Never throws; what is not a path simply claims no file. A cut-off last line claims nothing.
 * Source of the format: the specification "Recording installed projects" (packaging.python.org).
 */
export function parseRecord(bytes: Buffer): Listing {
  const listing = new ListingBuilder();
  for (let position = 0; position < bytes.length;) position = readLine(bytes, position, listing);
  return listing;
}

/** Takes one line and returns where the next one starts. */
function readLine(bytes: Buffer, start: number, listing: ListingBuilder): number {
  if (bytes[start] === QUOTE) return readQuoted(bytes, start, listing);
  let slash = -1;
  let comma = start;
  for (; comma < bytes.length && bytes[comma] !== COMMA; comma++) if (bytes[comma] === SLASH) slash = comma;
  if (comma === bytes.length) return comma;
  if (!isBytecode(bytes, start, slash, comma)) listing.addBytes(bytes, start, slash, comma);
  const newline = bytes.indexOf(NEWLINE, comma);
  return newline < 0 ? bytes.length : newline + 1;
}

/** `…/__pycache__/name.pyc`, where the path starts at `start`, and `slash` and `end` enclose the name. */
function isBytecode(bytes: Uint8Array, start: number, slash: number, end: number): boolean {
  const directory = slash + 1 - BYTECODE_DIRECTORY.length;
  return (
    directory >= start &&
    (directory === start || bytes[directory - 1] === SLASH) &&
    holds(bytes, end - BYTECODE.length, BYTECODE) &&
    holds(bytes, directory, BYTECODE_DIRECTORY)
  );
}

function holds(bytes: Uint8Array, start: number, part: Uint8Array): boolean {
  for (let at = part.length - 1; at >= 0; at--) if (bytes[start + at] !== part[at]) return false;
  return true;
}

/** Reads a line whose path is quoted (`""` is a quote in it) and returns where the next line starts. */
function readQuoted(bytes: Buffer, start: number, listing: ListingBuilder): number {
  let end = start + 1;
  for (;;) {
    end = bytes.indexOf(QUOTE, end);
    if (end < 0) return bytes.length;
    if (bytes[end + 1] !== QUOTE) break;
    end += 2;
  }
  if (bytes[end + 1] === COMMA) listing.add(bytes.toString("utf8", start + 1, end).replaceAll('""', '"'));
  const newline = bytes.indexOf(NEWLINE, end);
  return newline < 0 ? bytes.length : newline + 1;
}
