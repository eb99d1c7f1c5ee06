import { thirtyBits } from "./content-key.ts";

/**
 * Told of each line of a RECORD that gives a SHA-256 and a size. The path as written, relative to site-packages, lies in
 * `path` from `start` up to `end`, for the length of the call.
 */
export type OnHash = (path: Uint8Array, start: number, end: number, high: number, low: number, size: number) => void;

const COMMA = 44;
const NEWLINE = 10;
const QUOTE = 34;
const RETURN = 13;
const SHA256 = Buffer.from(",sha256=");
/** URL-safe base64 of 32 bytes, without padding. */
const HASH_LETTERS = 43;
/** Digits of the largest size that is believed. */
const MOST_DIGITS = 15;

/**
 * Reads what a RECORD (CSV: path, hash, size) says of contents. Never throws: a line that is not wholly there, or names
 * another kind of hash, says nothing. What the names lead to is not looked at.
 * Source of the format: the specification "Recording installed projects" (packaging.python.org).
 */
export function readRecordHashes(bytes: Buffer, onHash: OnHash): void {
  for (let position = 0; position < bytes.length;) {
    const newline = bytes.indexOf(NEWLINE, position);
    // The last line may have been cut off in the middle of a number.
    if (newline < 0) return;
    readLine(bytes, position, bytes[newline - 1] === RETURN ? newline - 1 : newline, onHash);
    position = newline + 1;
  }
}

function readLine(bytes: Buffer, start: number, end: number, onHash: OnHash): void {
  // From the end: a path may hold commas, hash and size may not.
  let comma = end - 1;
  let size = 0;
  for (let unit = 1; comma > start && bytes[comma] !== COMMA; comma--, unit *= 10) {
    const digit = bytes[comma]! - 48;
    if (digit < 0 || digit > 9) return;
    size += digit * unit;
  }
  const digits = end - 1 - comma;
  const hash = comma - SHA256.length - HASH_LETTERS;
  if (digits === 0 || digits > MOST_DIGITS || hash <= start) return;
  for (let at = 0; at < SHA256.length; at++) if (bytes[hash + at] !== SHA256[at]) return;
  const high = thirtyBits(bytes, hash + SHA256.length);
  const low = thirtyBits(bytes, hash + SHA256.length + 5);
  if (high < 0 || low < 0) return;
  if (bytes[start] !== QUOTE) return onHash(bytes, start, hash, high, low, size);
  if (bytes[hash - 1] !== QUOTE || hash - start < 3) return;
  const path = Buffer.from(bytes.toString("latin1", start + 1, hash - 1).replaceAll('""', '"'), "latin1");
  onHash(path, 0, path.length, high, low, size);
}
