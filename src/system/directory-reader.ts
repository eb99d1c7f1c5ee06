import type { AbsolutePath } from "../model/path.ts";
import { join } from "../model/path.ts";
import { codeOf, encode, inodeOf, list, status } from "./files.ts";

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
}

export interface EntryVisitor {
  onEntry(entry: Entry): void;
  /** An entry that is there but can't be looked at; what vanished meanwhile is not told. */
  onFault(name: string, code: string): void;
}

/** Lists a directory and looks at each entry, following no link. One contract, several implementations. */
export interface DirectoryReader {
  /** Returns how many names there were. Throws with a POSIX `code` when the directory cannot be listed. */
  read(directory: AbsolutePath, visitor: EntryVisitor): number;
  /** Lets go of directories that are kept open between two reads. It may be used again afterwards. */
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
        const { kind, device, links, size, allocated, modified } = seen;
        const inode = links < 2 || Number.isSafeInteger(seen.inode) ? seen.inode : inodeOf(path);
        visitor.onEntry({ ...named(name), kind, device, inode, links, size, allocated, modified });
      } catch (error) {
        if (codeOf(error) !== "ENOENT") visitor.onFault(name, codeOf(error));
      }
    }
    return names.length;
  },
  close() {},
};
