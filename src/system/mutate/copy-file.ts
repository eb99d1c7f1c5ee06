import * as fs from "node:fs";
import { extendedAttributesOf } from "../extended-attributes.ts";
import { SystemCallError, errorName } from "../syscalls/errors.ts";
import type { MutatingCalls } from "./calls.ts";

const PIECE = 1024 * 1024;
const SECOND = 1_000_000_000n;
const ACCESS_LIST = Buffer.from("system.posix_acl_access");
/** There is none, or the filesystem has none. */
const NO_ACCESS_LIST: ReadonlySet<string> = new Set(["ENODATA", "ENOTSUP", "EOPNOTSUPP"]);
const { O_CREAT, O_EXCL, O_RDWR, O_NOFOLLOW } = fs.constants;

/** What a copy is to look like beside its content. */
export interface CopyLook {
  readonly owner: number;
  readonly group: number;
  readonly mode: number;
  /** Nanoseconds since the epoch. */
  readonly accessed: bigint;
  readonly modified: bigint;
}

/**
 * Writes the content of an open file into a new one with blocks of its own, with the extended attributes of the open
 * file and the look that is given. Does not wait for the disk. Throws with a `code`: `EEXIST`, `ENOSPC`, `EDQUOT` …;
 * what was begun is removed again.
 */
export function copyToNewFile(
  calls: MutatingCalls,
  source: number,
  directory: number,
  name: Buffer,
  look: CopyLook,
): void {
  const descriptor = calls.open(directory, calls.name(name), O_CREAT | O_EXCL | O_RDWR | O_NOFOLLOW, 0o600);
  if (descriptor < 0) throw new SystemCallError(errorName(descriptor), "create", name.toString());
  try {
    copyContent(source, descriptor);
    must(calls.changeOwner(descriptor, look.owner, look.group), "chown");
    // Giving a file away clears the bits that a mode may set.
    must(calls.changeMode(descriptor, look.mode), "chmod");
    takeAttributes(calls, source, descriptor);
    setTimes(calls, descriptor, look);
  } catch (error) {
    calls.unlink(directory, calls.name(name));
    throw error;
  } finally {
    calls.close(descriptor);
  }
}

/** Gives a new file the extended attributes of another, both open, and no others. Throws with a `code`. */
export function takeAttributes(calls: MutatingCalls, from: number, to: number): void {
  // A directory may hand an access list down to what is made in it.
  const dropped = calls.removeAttribute(to, calls.name(ACCESS_LIST));
  if (!NO_ACCESS_LIST.has(errorName(dropped))) must(dropped, "removexattr");
  for (const [attribute, value] of extendedAttributesOf(calls, from)) {
    const memory = calls.newMemory(Math.max(1, value.length));
    value.copy(memory.bytes);
    must(calls.writeAttribute(to, calls.name(Buffer.from(attribute, "latin1")), memory, value.length), "setxattr");
  }
}

/** Gives an open file its times. Throws with a `code`. */
export function setTimes(
  calls: MutatingCalls,
  descriptor: number,
  { accessed, modified }: Pick<CopyLook, "accessed" | "modified">,
): void {
  const times = calls.newMemory(32);
  writeTime(times.bytes, 0, accessed);
  writeTime(times.bytes, 16, modified);
  must(calls.setTimes(descriptor, times), "utimensat");
}

/** Plain reads and writes: the system's own ways of copying may share blocks again. */
function copyContent(source: number, target: number): void {
  const buffer = Buffer.allocUnsafe(PIECE);
  for (let position = 0; ;) {
    const count = fs.readSync(source, buffer, 0, PIECE, position);
    if (count === 0) return;
    for (let written = 0; written < count;) {
      written += fs.writeSync(target, buffer, written, count - written, position + written);
    }
    position += count;
  }
}

function writeTime(bytes: Buffer, at: number, nanoseconds: bigint): void {
  // Nanoseconds count upwards from the whole second, before 1970 too.
  const within = ((nanoseconds % SECOND) + SECOND) % SECOND;
  bytes.writeBigInt64LE((nanoseconds - within) / SECOND, at);
  bytes.writeBigInt64LE(within, at + 8);
}

function must(result: number, call: string): void {
  if (result < 0) throw new SystemCallError(errorName(result), call, "the copy");
}
