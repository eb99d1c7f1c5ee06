import { thirtyBits } from "./content-key.ts";

/** Told of each line of a RECORD that gives a SHA-256 and a size; the path as written, relative to site-packages. */
export type OnHash = (directory: string, name: string, high: number, low: number, size: number) => void;

const QUOTE = 34;
const SHA256 = ",sha256=";
/** URL-safe base64 of 32 bytes, without padding. */
const HASH_LETTERS = 43;

/**
 * Reads what a RECORD (CSV: path, hash, size) says of contents. Never throws: a line that is not wholly there, or names
 * another kind of hash, says nothing. What the names lead to is not looked at.
 * Source of the format: the specification "Recording installed projects" (packaging.python.org).
 */
export function readRecordHashes(text: string, onHash: OnHash): void {
  for (let position = 0; position < text.length;) {
    const newline = text.indexOf("\n", position);
    // The last line may have been cut off in the middle of a number.
    if (newline < 0) return;
    readLine(text, position, text.charCodeAt(newline - 1) === 13 ? newline - 1 : newline, onHash);
    position = newline + 1;
  }
}

function readLine(text: string, start: number, end: number, onHash: OnHash): void {
  // From the end: a path may hold commas, hash and size may not.
  const comma = text.lastIndexOf(",", end - 1);
  const hash = comma - SHA256.length - HASH_LETTERS;
  if (hash <= start || !text.startsWith(SHA256, hash)) return;
  const size = wholeNumber(text, comma + 1, end);
  const high = thirtyBits(text, hash + SHA256.length);
  const low = thirtyBits(text, hash + SHA256.length + 5);
  if (size < 0 || high < 0 || low < 0) return;
  if (text.charCodeAt(start) === QUOTE) {
    if (text.charCodeAt(hash - 1) !== QUOTE || hash - start < 3) return;
    return say(text.slice(start + 1, hash - 1).replaceAll('""', '"'));
  }
  const slash = text.lastIndexOf("/", hash);
  if (slash < start) onHash("", text.slice(start, hash), high, low, size);
  else onHash(text.slice(start, slash) || "/", text.slice(slash + 1, hash), high, low, size);

  function say(path: string): void {
    const at = path.lastIndexOf("/");
    onHash(at < 0 ? "" : path.slice(0, at) || "/", path.slice(at + 1), high, low, size);
  }
}

/** -1 where it is none or nothing is there. */
function wholeNumber(text: string, start: number, end: number): number {
  if (start >= end || end - start > 15) return -1;
  let value = 0;
  for (let place = start; place < end; place++) {
    const digit = text.charCodeAt(place) - 48;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}
