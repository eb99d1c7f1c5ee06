import type { AbsolutePath } from "../model/path.ts";
import { join } from "../model/path.ts";
import { codeOf, list, status } from "./files.ts";
import { inodeOf } from "./place-identity.ts";

/** One entry as the walk needs it. The object is reused: it is good until the next one is visited. */
export interface Entry {
  readonly name: string;
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
  /** Nanoseconds of the second that `modified` lies in; as exact as Node's milliseconds where nothing better is known. */
  readonly nanoseconds: number;
  /** As `st_mode`. */
  readonly mode: number;
  /** User and group ids. */
  readonly owner: number;
  readonly group: number;
}

export interface EntryVisitor {
  /** True for a name that is not to be looked at: then nothing is asked of it. */
  skips?(name: string): boolean;
  onEntry(entry: Entry): void;
  /** An entry that is there but can't be looked at; what vanished meanwhile is not told. */
  onFault(name: string, code: string): void;
}

/** Lists a directory and looks at each entry, following no link. One contract, several implementations. */
export interface DirectoryReader {
  /** Returns how many names there were. Throws with a POSIX `code` when the directory cannot be listed. */
  read(directory: AbsolutePath, visitor: EntryVisitor): number;
}

/** For every platform: Node's own calls, by path. */
export const portableReader: DirectoryReader = {
  read(directory, visitor) {
    const names = list(directory);
    for (const name of names) {
      if (visitor.skips?.(name)) continue;
      const path = join(directory, name);
      try {
        const seen = status(path);
        if (!seen) continue;
        const { links, modified } = seen;
        const inode = links < 2 || Number.isSafeInteger(seen.inode) ? seen.inode : inodeOf(path);
        visitor.onEntry({ ...seen, name, inode, nanoseconds: Math.round((modified % 1000) * 1e6) });
      } catch (error) {
        if (codeOf(error) !== "ENOENT") visitor.onFault(name, codeOf(error));
      }
    }
    return names.length;
  },
};
