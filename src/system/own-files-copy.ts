import { createHash } from "node:crypto";
import * as fs from "node:fs";
import { setImmediate } from "node:timers/promises";
import { join, type AbsolutePath } from "../model/path.ts";
import { codeOf, linkTarget, list, status, toNative } from "./files.ts";

/**
 * Copies into a directory that the user named. It guarantees that nothing is written over and no link is followed: each
 * file, directory and link is made new, with the permissions of what it is a copy of. A copy counts only when it has been read again and is the same, by length and
 * SHA-256. Hard links become files of their own; owners, access lists and attributes are not copied,
 * and times to the microsecond only.
 */
export interface Copied {
  readonly files: number;
  readonly bytes: number;
}

const { O_CREAT, O_EXCL, O_NOFOLLOW = 0, O_NONBLOCK = 0, O_RDONLY, O_WRONLY } = fs.constants;
const CHUNK = 1024 * 1024;

/** Throws with a POSIX `code`; `ECHANGED` when the source changed while it was copied. What was begun stays. */
export async function copyNew(from: AbsolutePath, to: AbsolutePath): Promise<Copied> {
  await setImmediate();
  const found = status(from);
  if (!found) throw failure("ENOENT", `${from} is gone`);
  switch (found.kind) {
    case "directory": {
      fs.mkdirSync(toNative(to), { mode: 0o700 });
      let [files, bytes] = [0, 0];
      for (const name of list(from)) {
        const below = await copyNew(join(from, name), join(to, name));
        files += below.files;
        bytes += below.bytes;
      }
      fs.chmodSync(toNative(to), found.mode & 0o777);
      keepTimes(to, found.accessed, found.modified);
      return { files, bytes };
    }
    case "link":
      fs.symlinkSync(linkTarget(from) ?? "", toNative(to));
      keepTimes(to, found.accessed, found.modified);
      return { files: 1, bytes: 0 };
    case "file": {
      const [written, length] = writeCopy(from, to, found.mode & 0o777);
      const [read] = digestOf(to);
      const now = status(from);
      const isSame = now?.modified === found.modified && now.size === length && read === written;
      if (!isSame) throw failure("ECHANGED", `${from} changed while it was copied`);
      keepTimes(to, found.accessed, found.modified);
      return { files: 1, bytes: length };
    }
    case "other":
      throw failure("EINVAL", `${from} is no file, directory or link`);
  }
}

/** Makes a directory that must not be there yet; those above it are there. Throws `EEXIST`. */
export function makeNewDirectory(path: AbsolutePath, mode = 0o700): void {
  fs.mkdirSync(toNative(path), { mode: 0o700 });
  fs.chmodSync(toNative(path), mode & 0o777);
}

/** What everything below a directory takes on the disk, in bytes: what lies there is copies, so no link is counted twice. */
export function allocatedIn(directory: AbsolutePath): number {
  let sum = 0;
  for (const name of list(directory)) {
    const place = join(directory, name);
    const found = status(place);
    sum += (found?.allocated ?? 0) + (found?.kind === "directory" ? allocatedIn(place) : 0);
  }
  return sum;
}

/** The digest and the length of what was written. */
function writeCopy(from: AbsolutePath, to: AbsolutePath, mode: number): readonly [digest: string, length: number] {
  const target = fs.openSync(toNative(to), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode | 0o600);
  try {
    const result = digestOf(from, (chunk) => {
      for (let at = 0; at < chunk.length;) at += fs.writeSync(target, chunk, at);
    });
    fs.fsyncSync(target);
    return result;
  } finally {
    fs.closeSync(target);
  }
}

function digestOf(path: AbsolutePath, onChunk: (chunk: Buffer) => void = () => {}): readonly [string, number] {
  const source = fs.openSync(toNative(path), O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  try {
    const hash = createHash("sha256");
    const buffer = Buffer.allocUnsafe(CHUNK);
    let length = 0;
    for (let count = fs.readSync(source, buffer); count > 0; count = fs.readSync(source, buffer)) {
      const chunk = buffer.subarray(0, count);
      hash.update(chunk);
      onChunk(chunk);
      length += count;
    }
    return [hash.digest("hex"), length];
  } finally {
    fs.closeSync(source);
  }
}

function keepTimes(path: AbsolutePath, accessed: number, modified: number): void {
  try {
    fs.lutimesSync(toNative(path), accessed / 1000, modified / 1000);
  } catch (error) {
    // Some file systems take no such times; what was copied is whole all the same.
    if (!["EPERM", "EINVAL", "ENOSYS"].includes(codeOf(error))) throw error;
  }
}

function failure(code: string, message: string): NodeJS.ErrnoException {
  return Object.assign(new Error(message), { code });
}
