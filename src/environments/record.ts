import { isAscii } from "node:buffer";
import { addPath, namesIn, newListing, type Listing, type ListingBuilder } from "./listing.ts";

const COMMA = 44;
const SLASH = 47;
const QUOTE = 34;
const LETTER_C = 99;
const UNDERSCORE = 95;

/**
 * Reads a `RECORD`: CSV with one line per installed file, path first, relative to site-packages.
 * Never throws; what is not a path simply claims no file. A cut-off last line claims nothing.
 * Source of the format: the specification "Recording installed projects" (packaging.python.org).
 */
export function parseRecord(bytes: Buffer): Listing {
  const text = isAscii(bytes) ? bytes.toString("latin1") : bytes.toString("utf8");
  const listing = newListing();
  let directory = "";
  let names = namesIn(listing, directory);
  const root = names;
  for (let position = 0; position < text.length;) {
    if (text.charCodeAt(position) === QUOTE) {
      position = readQuoted(text, position, listing);
      continue;
    }
    const comma = text.indexOf(",", position);
    if (comma < 0) break;
    const newline = text.indexOf("\n", comma);
    let slash = comma - 1;
    while (slash >= position && text.charCodeAt(slash) !== SLASH) slash--;
    if (slash < position) {
      root.add(text.slice(position, comma));
    } else if (!isBytecode(text, position, slash, comma)) {
      if (slash - position !== directory.length || !text.startsWith(directory, position)) {
        directory = text.slice(position, slash) || "/";
        names = namesIn(listing, directory);
      }
      names.add(text.slice(slash + 1, comma));
    }
    if (newline < 0) break;
    position = newline + 1;
  }
  return listing;
}

/** `…/__pycache__/name.pyc`, where the path starts at `start`, and `slash` and `comma` enclose the name. */
function isBytecode(text: string, start: number, slash: number, comma: number): boolean {
  return (
    text.charCodeAt(slash - 1) === UNDERSCORE &&
    text.charCodeAt(comma - 1) === LETTER_C &&
    (slash - 11 === start || text.charCodeAt(slash - 12) === SLASH) &&
    text.startsWith("__pycache__", slash - 11) &&
    text.startsWith(".pyc", comma - 4)
  );
}

/** Reads a line whose path is quoted (`""` is a quote in it) and returns where the next line starts. */
function readQuoted(text: string, start: number, listing: ListingBuilder): number {
  let end = start + 1;
  for (;;) {
    end = text.indexOf('"', end);
    if (end < 0) return text.length;
    if (text.charCodeAt(end + 1) !== QUOTE) break;
    end += 2;
  }
  if (text.charCodeAt(end + 1) === COMMA) addPath(listing, text.slice(start + 1, end).replaceAll('""', '"'));
  const newline = text.indexOf("\n", end);
  return newline < 0 ? text.length : newline + 1;
}
