import * as fs from "node:fs";
import type { AbsolutePath } from "../model/path.ts";
import { join } from "../model/path.ts";
import { allocatedBytes, codeOf, decode, encode, kindOf, list, toNative } from "./files.ts";
import { inodeOf } from "./place-identity.ts";

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
  /** Nanoseconds of the second that `modified` lies in; as exact as Node's milliseconds where nothing better is known. */
  readonly nanoseconds: number;
  /** As `st_mode`. */
  readonly mode: number;
  /** User and group ids. */
  readonly owner: number;
  readonly group: number;
}

/** A name as the system has it. */
export type EntryName = Pick<Entry, "bytes" | "start">;

/** What is known of an entry without its name. */
export type EntryStatus = Pick<
  Entry,
  "kind" | "device" | "inode" | "links" | "size" | "allocated" | "modified" | "changed"
>;

export interface EntryVisitor {
  /** True for a name that is not to be looked at: then nothing is asked of it. */
  skips?(name: EntryName): boolean;
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
  /**
   * Lets go of directories that are kept open between two reads: whoever reads must do so at the end, or a file system
   * stays busy. It may be used again afterwards.
   */
  close(): void;
}

/** An entry that is kept when the next one is visited. */
export interface KeptEntry extends EntryStatus {
  readonly name: string;
}

export function kept(entry: Entry): KeptEntry {
  const { name, kind, device, inode, links, size, allocated, modified, changed } = entry;
  return { name, kind, device, inode, links, size, allocated, modified, changed };
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

/** For every platform: Node's own calls, by path. */
export const portableReader: DirectoryReader = {
  read(directory, visitor) {
    const names = list(directory);
    for (const name of names) {
      if (visitor.skips?.(entry.called(name))) continue;
      const path = join(directory, name);
      try {
        const stats = fs.lstatSync(toNative(path), NOTHING_IS_NO_ERROR);
        if (stats) visitor.onEntry(entry.looked(name, stats, path));
      } catch (error) {
        if (codeOf(error) !== "ENOENT") visitor.onFault(name, codeOf(error));
      }
    }
    return names.length;
  },
  lookBelow: (directory) => ({
    look(bytes, start) {
      const path = join(directory, decode(Buffer.from(bytes.subarray(start, bytes.indexOf(0, start)))));
      try {
        const stats = fs.lstatSync(toNative(path), NOTHING_IS_NO_ERROR);
        return stats && entry.looked("", stats, path);
      } catch {
        // As if it were gone: whoever looks goes by what can be seen.
        return undefined;
      }
    },
    close() {},
  }),
  close() {},
};

const NOTHING_IS_NO_ERROR = { throwIfNoEntry: false } as const;

/** The one entry that is shown to visitors. Its name becomes bytes only when somebody asks. */
class NamedEntry implements Entry {
  name = "";
  kind: Entry["kind"] = "other";
  device = 0;
  inode: number | bigint = 0;
  links = 0;
  size = 0;
  allocated = 0;
  modified = 0;
  changed = 0;
  mode = 0;
  owner = 0;
  group = 0;
  readonly start = 0;
  #bytes: Uint8Array = Buffer.alloc(4096);
  #encoded: string | undefined;

  get bytes(): Uint8Array {
    if (this.#encoded !== this.name) this.#encode();
    return this.#bytes;
  }

  get nanoseconds(): number {
    return Math.round((this.modified % 1000) * 1e6);
  }

  called(name: string): this {
    this.name = name;
    return this;
  }

  looked(name: string, stats: fs.Stats, path: AbsolutePath): this {
    this.name = name;
    this.kind = kindOf(stats);
    this.device = stats.dev;
    this.inode = stats.nlink < 2 || Number.isSafeInteger(stats.ino) ? stats.ino : inodeOf(path);
    this.links = stats.nlink;
    this.size = stats.size;
    this.allocated = allocatedBytes(stats);
    this.modified = stats.mtimeMs;
    this.changed = stats.ctimeMs;
    this.mode = stats.mode;
    this.owner = stats.uid;
    this.group = stats.gid;
    return this;
  }

  #encode(): void {
    const { name } = this;
    this.#encoded = name;
    for (let at = 0; at < name.length; at++) {
      const code = name.charCodeAt(at);
      if (code > 0x7f) return void (this.#bytes = encode(`${name}\0`.padEnd(4096, "\0")));
      this.#bytes[at] = code;
    }
    this.#bytes[name.length] = 0;
  }
}

const entry = new NamedEntry();
