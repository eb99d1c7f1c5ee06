import * as fs from "node:fs";
import { parentOf, type AbsolutePath } from "../model/path.ts";
import { codeOf, statusOrNothing, toNative } from "./files.ts";

/**
 * The only writes outside of `execute/`: pyshed's own state, and files that the user named for output. It guarantees
 * that what it makes belongs to this user alone (0700, 0600), that no link is followed at the last part of a path, and
 * that nothing is replaced unless the name of the function says so. Errors are Node's own, with a POSIX `code`.
 */

const { O_APPEND, O_CREAT, O_EXCL, O_NOFOLLOW = 0, O_WRONLY } = fs.constants;

/** Makes a directory and those above it that are missing. Throws `EPERM` when it is somebody else's or a link. */
export function makePrivateDirectory(path: AbsolutePath, userId: number): void {
  fs.mkdirSync(toNative(path), { recursive: true, mode: 0o700 });
  if (!isPrivate(path, userId))
    throw Object.assign(new Error(`not a directory of ours alone: ${path}`), { code: "EPERM" });
}

/** True for a real directory that belongs to the user and that nobody else may write to. */
export function isPrivate(path: AbsolutePath, userId: number): boolean {
  const found = statusOrNothing(path);
  if (found?.kind !== "directory") return false;
  return userId < 0 || (found.owner === userId && (found.mode & 0o022) === 0);
}

/** True for a regular file of the user's that nobody else may write to and that has no other name. */
export function isPrivateFile(path: AbsolutePath, userId: number): boolean {
  const found = statusOrNothing(path);
  if (found?.kind !== "file") return false;
  return userId < 0 || (found.owner === userId && (found.mode & 0o022) === 0 && found.links === 1);
}

/** A file that is only ever added to. */
export interface OwnLog {
  /** Adds text; it survives the end of this process, not yet a loss of power. */
  append(text: string): void;
  /** Waits until everything is on the disk. */
  sync(): void;
  close(): void;
}

/** Makes a new log. Throws `EEXIST` when there is something at the path. */
export function createLog(path: AbsolutePath): OwnLog {
  const log = logOn(fs.openSync(toNative(path), O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_NOFOLLOW, 0o600));
  syncDirectory(parentOf(path));
  return log;
}

/** Opens a log that is there. */
export function openLog(path: AbsolutePath): OwnLog {
  return logOn(fs.openSync(toNative(path), O_WRONLY | O_APPEND | O_NOFOLLOW));
}

function logOn(descriptor: number): OwnLog {
  return {
    append: (text) => writeAll(descriptor, Buffer.from(text)),
    sync: () => fs.fsyncSync(descriptor),
    close: () => fs.closeSync(descriptor),
  };
}

/** Writes a file that must not be there yet and waits until it is on the disk. A file half written is taken away. */
export function writeNew(path: AbsolutePath, content: string): void {
  const descriptor = fs.openSync(toNative(path), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
  try {
    writeAll(descriptor, Buffer.from(content));
    fs.fsyncSync(descriptor);
  } catch (error) {
    fs.unlinkSync(toNative(path));
    throw error;
  } finally {
    fs.closeSync(descriptor);
  }
  syncDirectory(parentOf(path));
}

/**
 * Makes a file with its content at once, so that nobody sees it empty. Throws `EEXIST` when the name is taken.
 * Where the filesystem has no hard links it may be seen empty for a moment.
 */
export function claim(path: AbsolutePath, content: string): void {
  const draft = draftOf(path);
  writeNew(draft, content);
  try {
    fs.linkSync(toNative(draft), toNative(path));
  } catch (error) {
    if (!["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK"].includes(codeOf(error))) throw error;
    writeNew(path, content);
  } finally {
    fs.unlinkSync(toNative(draft));
  }
}

/**
 * Writes a file that can be made again, in place of what is there, at once or not at all. Does not wait for the disk:
 * after a loss of power it may be damaged.
 */
export function replaceCacheFile(path: AbsolutePath, content: Uint8Array): void {
  const draft = draftOf(path);
  const descriptor = fs.openSync(toNative(draft), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
  try {
    writeAll(descriptor, content);
    fs.renameSync(toNative(draft), toNative(path));
  } catch (error) {
    fs.unlinkSync(toNative(draft));
    throw error;
  } finally {
    fs.closeSync(descriptor);
  }
}

/** Takes one of our own files away; nothing happens when it is gone. */
export function removeOwnFile(path: AbsolutePath): void {
  fs.rmSync(toNative(path), { force: true });
}

/** Takes one of our own directories away that is empty. Throws when it is not. */
export function removeOwnDirectory(path: AbsolutePath): void {
  fs.rmdirSync(toNative(path));
}

/** Writes a file that the user named, in place of what is there, at once or not at all. A device is written to. */
export function writeNamedFile(path: AbsolutePath, content: string): void {
  const target = fs.statSync(toNative(path), { throwIfNoEntry: false });
  if (target && !target.isFile()) return fs.writeFileSync(toNative(path), content);
  const real = target ? (fs.realpathSync(toNative(path)) as AbsolutePath) : path;
  const draft = draftOf(real);
  writeNew(draft, content);
  try {
    fs.renameSync(toNative(draft), toNative(real));
  } catch (error) {
    fs.unlinkSync(toNative(draft));
    throw error;
  }
  syncDirectory(parentOf(real));
}

/** A name beside it that nobody else writes to. Threads that only read never load the module for it. */
function draftOf(path: AbsolutePath): AbsolutePath {
  const { randomBytes } = process.getBuiltinModule("node:crypto");
  return `${path}.${randomBytes(6).toString("hex")}` as AbsolutePath;
}

function writeAll(descriptor: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) at += fs.writeSync(descriptor, bytes, at);
}

/** So that a new name survives a loss of power. */
function syncDirectory(path: AbsolutePath): void {
  let descriptor: number | undefined;
  try {
    descriptor = fs.openSync(toNative(path), fs.constants.O_RDONLY);
    fs.fsyncSync(descriptor);
  } catch {
    // Some systems cannot wait for a directory (Windows, some network filesystems); the file itself is written.
  } finally {
    if (descriptor !== undefined) fs.closeSync(descriptor);
  }
}
