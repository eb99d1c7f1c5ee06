/**
 * An absolute, normalised path on this machine.
 *
 * Bytes that are not valid UTF-8 are carried as lone surrogates U+DC80..U+DCFF (Python's `surrogateescape`, PEP 383),
 * so that a path is an ordinary string everywhere and still names exactly one file.
 */
export type AbsolutePath = string & { readonly __brand: "AbsolutePath" };

const LONE_SURROGATE = /[\uDC80-\uDCFF]/;

/** True when the name or path carries bytes that are not valid UTF-8. */
export function hasRawBytes(path: string): boolean {
  return !path.isWellFormed() && LONE_SURROGATE.test(path);
}

/** Joins a directory and one entry name. */
export function join(directory: AbsolutePath, name: string): AbsolutePath {
  return (directory.endsWith("/") ? directory + name : `${directory}/${name}`) as AbsolutePath;
}

/** The directory that holds the path; the root holds itself. */
export function parentOf(path: AbsolutePath): AbsolutePath {
  const slash = path.lastIndexOf("/");
  return (slash <= 0 ? "/" : path.slice(0, slash)) as AbsolutePath;
}

/** The last part of a path. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** True when `path` is `directory` or lies below it. */
export function isWithin(path: string, directory: string): boolean {
  return path === directory || path.startsWith(directory.endsWith("/") ? directory : `${directory}/`);
}

/** True when one of the paths is a directory above this one. */
export function isBelowOneOf(path: AbsolutePath, paths: { has(path: AbsolutePath): boolean }): boolean {
  for (let above = parentOf(path); ; above = parentOf(above)) {
    if (above !== path && paths.has(above)) return true;
    if (above === parentOf(above)) return false;
  }
}

/** The path as seen from `directory`, or the path itself when it lies elsewhere. */
export function relativeTo(path: AbsolutePath, directory: AbsolutePath): string {
  if (path === directory) return ".";
  return isWithin(path, directory) ? path.slice(directory.length + (directory.endsWith("/") ? 0 : 1)) : path;
}

/** True for an absolute path without empty, `.` or `..` parts and without a zero byte. */
export function isPlain(path: string): boolean {
  const parts = path.replace(/^[A-Za-z]:(?=\/)/, "").split("/");
  if (parts.shift() !== "" || path.includes("\0")) return false;
  return path === "/" || (parts.length > 0 && parts.every((part) => part !== "" && part !== "." && part !== ".."));
}
