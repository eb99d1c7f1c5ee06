import * as fs from "node:fs";
import { hasRawBytes, type AbsolutePath } from "../model/path.ts";

/**
 * The read side of the file system: synchronous (worker threads call it), never following a link that it was not
 * asked to follow, and never the reason why an access time moves where the kernel allows that.
 * Errors are Node's own, with a POSIX `code`.
 */

/** What `lstat` says. Times in milliseconds since the epoch, sizes in bytes. */
export interface Status {
  readonly kind: "file" | "directory" | "link" | "other";
  readonly device: number;
  /** Exact also above 2⁵³ (overlayfs), hence asked for only when it matters: see `inodeOf`. */
  readonly inode: number;
  readonly mode: number;
  readonly owner: number;
  readonly group: number;
  readonly links: number;
  readonly size: number;
  /** 512 × blocks; the file's length where the platform has no blocks. */
  readonly allocated: number;
  readonly modified: number;
  /** When it was last changed in any way, a move included; nobody can set it. */
  readonly changed: number;
  readonly accessed: number;
}

/** The status of the place itself, never of what a link points to. Undefined when there is nothing. */
export function status(path: AbsolutePath): Status | undefined {
  const stats = fs.lstatSync(toNative(path), { throwIfNoEntry: false });
  return stats && toStatus(stats);
}

/** Like `status`, but errors (`EACCES`, `ENOTDIR`, `ENAMETOOLONG` …) count as nothing there. */
export function statusOrNothing(path: AbsolutePath): Status | undefined {
  try {
    return status(path);
  } catch {
    // Whoever asks this way only wants to know what can be seen; "not seen" is the careful answer.
    return undefined;
  }
}

function toStatus(stats: fs.Stats): Status {
  return {
    kind: kindOf(stats),
    device: stats.dev,
    inode: stats.ino,
    mode: stats.mode,
    owner: stats.uid,
    group: stats.gid,
    links: stats.nlink,
    size: stats.size,
    allocated: allocatedBytes(stats),
    modified: stats.mtimeMs,
    changed: stats.ctimeMs,
    accessed: stats.atimeMs,
  };
}

/** The names in a directory, in the order the file system gives them. */
export function list(directory: AbsolutePath): string[] {
  const native = toNative(directory);
  const names = fs.readdirSync(native);
  if (!names.some((name) => name.includes("\uFFFD"))) return names;
  return fs.readdirSync(native, { encoding: "buffer" }).map(decode);
}

/** One name in a directory and what it is; a link is never followed to find out. */
export interface Entry {
  readonly name: string;
  readonly kind: Status["kind"];
}

/** The entries of a directory with their kinds, in the order the file system gives them. */
export function listEntries(directory: AbsolutePath): Entry[] {
  const native = toNative(directory);
  const found = fs.readdirSync(native, { withFileTypes: true });
  if (!found.some((entry) => entry.name.includes("\uFFFD"))) {
    return found.map((entry) => ({ name: entry.name, kind: kindOf(entry) }));
  }
  const raw = fs.readdirSync(native, { withFileTypes: true, encoding: "buffer" });
  return raw.map((entry) => ({ name: decode(entry.name), kind: kindOf(entry) }));
}

/** 512 × blocks; the file's length where the platform has no blocks. */
export function allocatedBytes(stats: Pick<fs.Stats, "size"> & { readonly blocks?: number }): number {
  return stats.blocks === undefined ? stats.size : stats.blocks * 512;
}

export function kindOf(stats: Pick<fs.Stats, "isFile" | "isDirectory" | "isSymbolicLink">): Status["kind"] {
  return stats.isFile() ? "file" : stats.isDirectory() ? "directory" : stats.isSymbolicLink() ? "link" : "other";
}

/** At most `limit` bytes from the start of a regular file; a link, FIFO or device is refused with `EINVAL`. */
export function read(path: AbsolutePath, limit = 16 * 1024 * 1024): Buffer {
  return readPart(path, 0, limit);
}

/** At most `length` bytes of a regular file, from `start` on, or from the end when `start` is negative. */
export function readPart(path: AbsolutePath, start: number, length: number): Buffer {
  const descriptor = openQuietly(path);
  try {
    const stats = fs.fstatSync(descriptor);
    if (!stats.isFile()) throw errno("EINVAL", `not a regular file: ${path}`);
    const from = start < 0 ? Math.max(0, stats.size + start) : start;
    const buffer = Buffer.allocUnsafe(Math.max(0, Math.min(length, stats.size - from)));
    let filled = 0;
    while (filled < buffer.length) {
      const count = fs.readSync(descriptor, buffer, filled, buffer.length - filled, from + filled);
      if (count === 0) break;
      filled += count;
    }
    return buffer.subarray(0, filled);
  } finally {
    fs.closeSync(descriptor);
  }
}

/**
 * Reads a regular file into `buffer` and returns how many bytes came. A file that does not fit is refused with
 * `EFBIG`, a link, FIFO or device with `EINVAL`. For reading many files without a buffer for each.
 */
export function readInto(path: AbsolutePath, buffer: Buffer): number {
  const descriptor = openQuietly(path);
  try {
    const stats = fs.fstatSync(descriptor);
    if (!stats.isFile()) throw errno("EINVAL", `not a regular file: ${path}`);
    if (stats.size > buffer.length) throw errno("EFBIG", `${stats.size} bytes do not fit: ${path}`);
    let filled = 0;
    while (filled < stats.size) {
      const count = fs.readSync(descriptor, buffer, filled, stats.size - filled, null);
      if (count === 0) break;
      filled += count;
    }
    return filled;
  } finally {
    fs.closeSync(descriptor);
  }
}

/** The same as text; undefined when it cannot be read. Bytes that are not UTF-8 become U+FFFD. */
export function readText(path: AbsolutePath, limit?: number): string | undefined {
  try {
    return read(path, limit).toString("utf8");
  } catch {
    // Callers treat unreadable as unknown and keep what they ask about.
    return undefined;
  }
}

/** Where a link points, as written; undefined when it is none. */
export function linkTarget(path: AbsolutePath): string | undefined {
  try {
    return decode(fs.readlinkSync(toNative(path), { encoding: "buffer" }));
  } catch {
    // Not a link, or not readable: either way there is no target to speak of.
    return undefined;
  }
}

/** The path with every link resolved. Throws when a part is missing. */
export function realPath(path: AbsolutePath): AbsolutePath {
  const resolved = decode(fs.realpathSync.native(toNative(path), { encoding: "buffer" }));
  return (process.platform === "win32" ? resolved.replaceAll("\\", "/") : resolved) as AbsolutePath;
}

const QUIETLY = fs.constants.O_RDONLY | (fs.constants.O_NOFOLLOW ?? 0) | (fs.constants.O_NONBLOCK ?? 0);

/** Opens without moving the access time where that is allowed (the owner and root), and never waits on a FIFO. */
export function openQuietly(path: AbsolutePath): number {
  const native = toNative(path);
  try {
    return fs.openSync(native, QUIETLY | (fs.constants.O_NOATIME ?? 0));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPERM") throw error;
    return fs.openSync(native, QUIETLY);
  }
}

/** What Node's own calls take for a path: a string, or bytes where the path is not UTF-8. */
export function toNative(path: string): string | Buffer {
  return hasRawBytes(path) ? encode(path) : path;
}

/** The bytes of a path (surrogate escapes back to bytes). */
export function encode(path: string): Buffer {
  if (!hasRawBytes(path)) return Buffer.from(path, "utf8");
  const parts: Buffer[] = [];
  for (const piece of path.split(/([\uDC80-\uDCFF])/u)) {
    const code = piece.length === 1 ? piece.charCodeAt(0) : 0;
    parts.push(code >= 0xdc80 && code <= 0xdcff ? Buffer.of(code - 0xdc00) : Buffer.from(piece, "utf8"));
  }
  return Buffer.concat(parts);
}

const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** A name or path from bytes; what is not UTF-8 becomes surrogate escapes (PEP 383). */
export function decode(bytes: Buffer): string {
  try {
    return strict.decode(bytes);
  } catch {
    // Not UTF-8 as a whole: find the parts that are.
    return decodePiecewise(bytes);
  }
}

function decodePiecewise(bytes: Buffer): string {
  let text = "";
  for (let start = 0; start < bytes.length;) {
    const length = [1, 2, 3, 4].find((size) => isCharacter(bytes.subarray(start, start + size), size));
    text += length ? bytes.toString("utf8", start, start + length) : String.fromCharCode(0xdc00 + bytes[start]!);
    start += length ?? 1;
  }
  return text;
}

function isCharacter(bytes: Buffer, size: number): boolean {
  try {
    return bytes.length === size && strict.decode(bytes).length <= 2 && [...strict.decode(bytes)].length === 1;
  } catch {
    // Not a whole character.
    return false;
  }
}

function errno(code: string, message: string): NodeJS.ErrnoException {
  return Object.assign(new Error(message), { code });
}

/** The POSIX name of an error, or `EUNKNOWN`. */
export function codeOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  return typeof code === "string" ? code : "EUNKNOWN";
}
