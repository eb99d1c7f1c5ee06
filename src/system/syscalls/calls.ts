import { constants } from "node:fs";
import { encode } from "../files.ts";
import { SystemCallError, errorName } from "./errors.ts";
import { loadLibrary, type Library } from "./library.ts";
import { NativeMemory } from "./memory.ts";
import { BASIC_FIELDS, MOUNT_FIELD, StatusRecord } from "./status-record.ts";

/**
 * The system's own calls that read, by directory handle. Names are addresses of zero-terminated bytes, so that a name
 * goes from one call to the next untouched: `name()` gives one for bytes, `DirectoryEntries` for a listed entry.
 * Nothing here throws: a result below zero is a negated errno, see `errorName`.
 * An instance belongs to one thread; descriptors are shared by all threads of the process.
 */
export interface SystemCalls {
  /** The address of the bytes, good until `name` has been called `NAMES_KEPT` more times. */
  name(bytes: Buffer): number;
  /** The same for a name or path as text: see `encode`. */
  nameOf(text: string): number;
  /** The same for bytes from `start` up to the zero byte that ends them. */
  nameAt(bytes: Uint8Array, start: number): number;
  /** Returns a descriptor. `O_CLOEXEC` is always added. */
  open(directory: number, name: number, flags: number, mode?: number): number;
  close(descriptor: number): number;
  /** Fills the record with what lies at the name, never following a last link. */
  status(directory: number, name: number, record: StatusRecord): number;
  /** The same for an open descriptor. */
  statusOf(descriptor: number, record: StatusRecord): number;
  /** Fills the memory with entries; returns the bytes written, 0 at the end. */
  list(descriptor: number, memory: NativeMemory): number;
  /** The next `list` starts at the beginning again. */
  rewind(descriptor: number): number;
  /** Writes where a link points into the memory; returns the bytes written. */
  readLink(directory: number, name: number, memory: NativeMemory): number;
  /** Waits until a file or directory is on the disk. */
  sync(descriptor: number): number;
  /** Waits until the whole filesystem is on the disk. */
  syncFileSystem(descriptor: number): number;
  /** `ioctl` with a request that reads and writes the memory. */
  control(descriptor: number, request: number, memory: NativeMemory): number;
  /** Writes the names of a file's extended attributes, each ended by a zero byte; returns the bytes written. */
  listAttributes(descriptor: number, memory: NativeMemory): number;
  /** Writes the value of one; returns the bytes written. */
  readAttribute(descriptor: number, name: number, memory: NativeMemory): number;
  newRecord(): StatusRecord;
  newMemory(size: number): NativeMemory;
}

/** The directory that relative names start from where no handle is meant. */
export const CURRENT_DIRECTORY = -100;
export const NAMES_KEPT = 4;

export const O_PATH = 0o10000000;
export const OPEN_DIRECTORY = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW;
/** Good for everything relative to it, not for listing; needs no permission to read the directory. */
export const OPEN_DIRECTORY_PATH = O_PATH | constants.O_DIRECTORY | constants.O_NOFOLLOW;
/** Holds on to whatever has the name, a link included, without opening it. */
export const OPEN_PLACE = O_PATH | constants.O_NOFOLLOW;

/** Follows no last link and never waits on a FIFO. */
export const OPEN_TO_READ = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
/** Leaves the access time as it is; only the owner and root may. */
export const O_NOATIME = 0o1000000;

const O_CLOEXEC = 0o2000000;
const AT_SYMLINK_NOFOLLOW = 0x100;
const AT_NO_AUTOMOUNT = 0x800;
const AT_EMPTY_PATH = 0x1000;
const LONGEST_NAME = 4096;

let bound: SystemCalls | null | undefined;

/** Undefined where they are missing: not Linux on x64 or arm64, or koffi could not be loaded. */
export function systemCalls(): SystemCalls | undefined {
  if (bound === undefined) {
    const library = loadLibrary();
    bound = library ? bindSystemCalls(library) : null;
  }
  return bound ?? undefined;
}

export function bindSystemCalls({ call, numbers, addressOf }: Library): SystemCalls {
  const names = new NativeMemory(NAMES_KEPT * LONGEST_NAME, { addressOf });
  let slot = 0;
  const status = (directory: number, name: number, flags: number, record: StatusRecord): number =>
    call(numbers.statx, directory, name, flags, BASIC_FIELDS | MOUNT_FIELD, record.memory.address);
  const EMPTY = new NativeMemory(8, { addressOf });
  const nextName = (): number => {
    slot = (slot + 1) % NAMES_KEPT;
    return slot * LONGEST_NAME;
  };
  const bytesName = (bytes: Buffer): number => {
    if (bytes.length >= LONGEST_NAME) throw new SystemCallError("ENAMETOOLONG", "name", `${bytes.length} bytes`);
    if (bytes.includes(0)) throw new SystemCallError("EINVAL", "name", "with a zero byte");
    const start = nextName();
    bytes.copy(names.bytes, start);
    names.bytes[start + bytes.length] = 0;
    return names.address + start;
  };
  return {
    name: bytesName,
    nameOf(text) {
      if (text.length >= LONGEST_NAME) return bytesName(encode(text));
      const start = nextName();
      for (let index = 0; index < text.length; index++) {
        const code = text.charCodeAt(index);
        if (code === 0 || code > 0x7f) return bytesName(encode(text));
        names.bytes[start + index] = code;
      }
      names.bytes[start + text.length] = 0;
      return names.address + start;
    },
    nameAt(bytes, start) {
      const first = nextName();
      let length = 0;
      for (let byte = bytes[start]!; byte !== 0; byte = bytes[start + length]!) {
        if (length === LONGEST_NAME - 1) throw new SystemCallError("ENAMETOOLONG", "name", `over ${length} bytes`);
        names.bytes[first + length++] = byte;
      }
      names.bytes[first + length] = 0;
      return names.address + first;
    },
    open: (directory, name, flags, mode = 0) => call(numbers.openat, directory, name, flags | O_CLOEXEC, mode),
    close: (descriptor) => call(numbers.close, descriptor),
    status: (directory, name, record) => status(directory, name, AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT, record),
    statusOf: (descriptor, record) => status(descriptor, EMPTY.address, AT_EMPTY_PATH, record),
    list: (descriptor, memory) => call(numbers.getdents64, descriptor, memory.address, memory.bytes.length),
    rewind: (descriptor) => call(numbers.lseek, descriptor, 0, 0),
    readLink: (directory, name, memory) =>
      call(numbers.readlinkat, directory, name, memory.address, memory.bytes.length),
    sync: (descriptor) => call(numbers.fsync, descriptor),
    syncFileSystem: (descriptor) => call(numbers.syncfs, descriptor),
    control: (descriptor, request, memory) => call(numbers.ioctl, descriptor, request, memory.address),
    listAttributes: (descriptor, memory) => call(numbers.flistxattr, descriptor, memory.address, memory.bytes.length),
    readAttribute: (descriptor, name, memory) =>
      call(numbers.fgetxattr, descriptor, name, memory.address, memory.bytes.length),
    newRecord: () => new StatusRecord({ addressOf }),
    newMemory: (size) => new NativeMemory(size, { addressOf }),
  };
}

/** The result, or an error with its code when it is below zero. */
export function checked(result: number, call: string, place: string): number {
  if (result < 0) throw new SystemCallError(errorName(result), call, place);
  return result;
}
