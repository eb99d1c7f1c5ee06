import { constants } from "node:fs";
import type { AbsolutePath } from "../model/path.ts";
import { encode } from "./files.ts";
import { CURRENT_DIRECTORY, systemCalls, type SystemCalls } from "./syscalls/calls.ts";
import type { NativeMemory } from "./syscalls/memory.ts";

/** Where a file's bytes lie on the disk. */
export interface Extents {
  readonly count: number;
  /** The same for two files exactly when all their bytes lie in the same blocks. */
  readonly placement: string;
  /** True when the filesystem says that all of it is held by something else too, false when none of it is. */
  readonly isShared: boolean | "in part";
  /** The bytes lie within the filesystem's own records: there are no blocks to share. */
  readonly isInline: boolean;
  /** Compressed or encrypted: the blocks are not as many as the bytes. */
  readonly isEncoded: boolean;
}

export interface ExtentReader {
  /** Undefined where the filesystem doesn't say, the file cannot be opened, or it has more extents than are read. */
  read(path: AbsolutePath): Extents | undefined;
  /** The same of a file that is open. */
  readOpen(descriptor: number): Extents | undefined;
}

/** `_IOWR('f', 11, struct fiemap)`, `linux/fiemap.h`. */
const FS_IOC_FIEMAP = 0xc020660b;
const SYNC = 1;
const LAST = 0x1;
const UNKNOWN = 0x2;
const DELAYED = 0x4;
const ENCODED = 0x8;
const INLINE = 0x200;
const SHARED = 0x2000;
const HEAD = 32;
const EXTENT = 56;
/** A file in more pieces than this is not looked through. */
const MOST_EXTENTS = 512;
const OPEN = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** Undefined where the system's own calls are missing. */
export function extentReader(): ExtentReader | undefined {
  const calls = systemCalls();
  if (!calls) return undefined;
  const memory = calls.newMemory(HEAD + MOST_EXTENTS * EXTENT);
  const readOpen = (descriptor: number): Extents | undefined => readExtents(calls, memory, descriptor);
  return {
    readOpen,
    read(path) {
      const descriptor = calls.open(CURRENT_DIRECTORY, calls.name(encode(path)), OPEN);
      if (descriptor < 0) return undefined;
      try {
        return readOpen(descriptor);
      } finally {
        calls.close(descriptor);
      }
    },
  };
}

function readExtents(calls: SystemCalls, memory: NativeMemory, descriptor: number): Extents | undefined {
  const { bytes } = memory;
  bytes.fill(0, 0, HEAD);
  bytes.writeBigUInt64LE(0xffff_ffff_ffff_ffffn, 8);
  bytes.writeUInt32LE(SYNC, 16);
  bytes.writeUInt32LE(MOST_EXTENTS, 24);
  return calls.control(descriptor, FS_IOC_FIEMAP, memory) < 0 ? undefined : understood(bytes);
}

function understood(bytes: Buffer): Extents | undefined {
  const count = bytes.readUInt32LE(20);
  if (count === 0) return undefined;
  let placement = "";
  let all = ~0;
  let any = 0;
  for (let index = 0; index < count; index++) {
    const at = HEAD + index * EXTENT;
    const flags = bytes.readUInt32LE(at + 40);
    all &= flags;
    any |= flags;
    // Logical place, physical place, length.
    placement += `${bytes.readBigUInt64LE(at)}:${bytes.readBigUInt64LE(at + 8)}:${bytes.readBigUInt64LE(at + 16)};`;
  }
  const isWhole = (bytes.readUInt32LE(HEAD + (count - 1) * EXTENT + 40) & LAST) !== 0;
  if (!isWhole || (any & (UNKNOWN | DELAYED)) !== 0) return undefined;
  return {
    count,
    placement,
    isShared: (all & SHARED) !== 0 || ((any & SHARED) !== 0 && "in part"),
    isInline: (any & INLINE) !== 0,
    isEncoded: (any & ENCODED) !== 0,
  };
}
