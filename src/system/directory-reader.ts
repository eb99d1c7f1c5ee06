import type { AbsolutePath } from "../model/path.ts";
import { join } from "../model/path.ts";
import { codeOf, decode, encode, inodeOf, list, status, statusOrNothing, type Status } from "./files.ts";

/** One entry as the walk needs it. The object is reused: it is good until the next one is visited. */
export interface Entry {
  readonly name: string;
  /** The name as the system has it: in `bytes` from `start` on, ended by a zero byte. */
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly kind: "file" | "directory" | "link" | "other";
  readonly device: number;
  /** A bigint only where a number would not be exact (above 2⁵³). */
  readonly inode: number | bigint;
  readonly links: number;
  /** Bytes. */
  readonly size: number;
  /** Bytes on disk. */
  readonly allocated: number;
  /** Milliseconds since the epoch. */
  readonly modified: number;
  /** When it was last changed in any way. */
  readonly changed: number;
}

/** What is known of an entry without its name. */
export type EntryStatus = Omit<Entry, "name" | "bytes" | "start">;

export interface EntryVisitor {
  onEntry(entry: Entry): void;
  /** An entry that is there but can't be looked at; what vanished meanwhile is not told. */
  onFault(name: string, code: string): void;
}

/** Lists a directory and looks at each entry, following no link. One contract, several implementations. */
export interface DirectoryReader {
  /** Returns how many names there were. Throws with a POSIX `code` when the directory cannot be listed. */
  read(directory: AbsolutePath, visitor: EntryVisitor): number;
  /** Looks at many places below one directory. Throws like `read`. */
  lookBelow(directory: AbsolutePath): Looker;
  /** Lets go of directories that are kept open between two reads. It may be used again afterwards. */
  close(): void;
}

/** Holds on to a directory until it is closed. */
export interface Looker {
  /**
   * The status of the place itself, following no last link; good until the next one. Undefined when it can't be had.
   * The path, relative to the directory, lies in `bytes` from `start` on, ended by a zero byte.
   */
  look(bytes: Uint8Array, start: number): EntryStatus | undefined;
  close(): void;
}

/** What an entry says of its name. */
export function named(name: string): Pick<Entry, "name" | "bytes" | "start"> {
  return { name, bytes: encode(`${name}\0`), start: 0 };
}

/** For every platform: Node's own calls, by path. */
export const portableReader: DirectoryReader = {
  read(directory, visitor) {
    const names = list(directory);
    for (const name of names) {
      const path = join(directory, name);
      try {
        const seen = status(path);
        if (!seen) continue;
        visitor.onEntry({ ...named(name), ...statusIn(seen, path) });
      } catch (error) {
        if (codeOf(error) !== "ENOENT") visitor.onFault(name, codeOf(error));
      }
    }
    return names.length;
  },
  lookBelow: (directory) => ({
    look(bytes, start) {
      const path = join(directory, decode(Buffer.from(bytes.subarray(start, bytes.indexOf(0, start)))));
      const seen = statusOrNothing(path);
      return seen && statusIn(seen, path);
    },
    close() {},
  }),
  close() {},
};

function statusIn(seen: Status, path: AbsolutePath): EntryStatus {
  const { kind, device, links, size, allocated, modified, changed } = seen;
  const inode = links < 2 || Number.isSafeInteger(seen.inode) ? seen.inode : inodeOf(path);
  return { kind, device, inode, links, size, allocated, modified, changed };
}
