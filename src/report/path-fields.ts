import { hasRawBytes, type AbsolutePath } from "../model/path.ts";

/** Text as JSON may carry it: a byte that is not UTF-8 becomes U+FFFD (many readers refuse lone surrogates). */
export function wellFormed(text: string): string {
  return text.toWellFormed();
}

/** `path`, and `pathBase64` with the exact bytes where the path is not UTF-8. */
export function pathFields(path: AbsolutePath): { path: string; pathBase64?: string } {
  return hasRawBytes(path) ? { path: wellFormed(path), pathBase64: toBase64(path) } : { path };
}

/** `project`, and `projectBase64` likewise. */
export function projectFields(path: AbsolutePath | null): { project: string | null; projectBase64?: string } {
  if (path === null || !hasRawBytes(path)) return { project: path };
  return { project: wellFormed(path), projectBase64: toBase64(path) };
}

/** The bytes of a path in base64: surrogate escapes back to the bytes that they stand for. */
export function toBase64(path: string): string {
  const encoder = new TextEncoder();
  let binary = "";
  for (const character of path) {
    const code = character.codePointAt(0)!;
    if (code >= 0xdc80 && code <= 0xdcff) binary += String.fromCharCode(code - 0xdc00);
    else binary += String.fromCharCode(...encoder.encode(character));
  }
  return btoa(binary);
}
