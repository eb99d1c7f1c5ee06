import type { Problem } from "../model/finding.ts";
import { join, type AbsolutePath } from "../model/path.ts";
import { decode, encode } from "../system/files.ts";

/** A package as a table of files knows it. */
export interface TablePackage {
  readonly name: string;
  readonly version: string;
  /** Why its files are never linked, or null. */
  readonly leftOut: string | null;
}

/** What kind of file it is, for the question whether it may be linked. */
export const STATED = 1;
export const UNSTATED = 2;
export const BYTECODE = 4;
/** A program may write to it in place: never the same inode as another. */
export const WRITTEN_IN_PLACE = 8;

/**
 * The files of one environment, or of uv's store of unpacked wheels, in a form that goes from thread to thread without
 * a copy and takes about 90 bytes a file. Links, empty files and what lies on another filesystem are not in it.
 */
export interface FileTable {
  readonly root: AbsolutePath;
  readonly kind: "environment" | "uv-cache";
  readonly device: number;
  readonly packages: readonly TablePackage[];
  /** Relative to the root. */
  readonly directories: readonly string[];
  readonly problems: readonly Problem[];
  /** All regular files that were looked at and their bytes on disk, empty ones included; inodes count once a link. */
  readonly allFiles: number;
  readonly allAllocated: number;
  readonly columns: FileColumns;
}

/** One entry per file in each. */
export interface FileColumns {
  readonly count: number;
  /** UTF-8, or whatever bytes the name has; file `i` from `nameEnds[i - 1]` to `nameEnds[i]`. */
  readonly names: Uint8Array;
  readonly nameEnds: Uint32Array;
  readonly directory: Uint32Array;
  /** In `packages`, or -1. */
  readonly package: Int32Array;
  readonly kind: Uint8Array;
  /** See `ContentKey`; -1 where nothing is known. */
  readonly high: Int32Array;
  readonly low: Int32Array;
  readonly size: Float64Array;
  readonly allocated: Float64Array;
  readonly inode: Float64Array | BigUint64Array;
  readonly links: Uint32Array;
  /** Whole seconds since the epoch, and nanoseconds of the next. */
  readonly seconds: Float64Array;
  readonly nanoseconds: Uint32Array;
  readonly mode: Uint16Array;
  readonly owner: Uint32Array;
  readonly group: Uint32Array;
  /** Milliseconds since the epoch: a file that is to keep its package whole must not look younger than this. */
  readonly notAfter: Float64Array;
}

export function fileName({ names, nameEnds }: FileColumns, file: number): string {
  const start = file === 0 ? 0 : nameEnds[file - 1]!;
  return decode(Buffer.from(names.buffer, names.byteOffset + start, nameEnds[file]! - start));
}

/** Relative to the table's root. */
export function relativePath({ directories, columns }: FileTable, file: number): string {
  const directory = directories[columns.directory[file]!]!;
  const name = fileName(columns, file);
  return directory === "" ? name : `${directory}/${name}`;
}

export function pathOf(table: FileTable, file: number): AbsolutePath {
  return join(table.root, relativePath(table, file));
}

/** Nanoseconds since the epoch. */
export function modifiedOf({ seconds, nanoseconds }: FileColumns, file: number): bigint {
  return BigInt(seconds[file]!) * 1_000_000_000n + BigInt(nanoseconds[file]!);
}

export function inodeText({ inode }: FileColumns, file: number): string {
  return String(inode[file]!);
}

/** The memory that can be handed to another thread. */
export function memoryOf({ columns }: FileTable): ArrayBuffer[] {
  return Object.values(columns).flatMap((column: unknown) =>
    ArrayBuffer.isView(column) ? [column.buffer as ArrayBuffer] : [],
  );
}

/** Bytes that names are written to; grows. */
export class NameBytes {
  #bytes = Buffer.alloc(64 * 1024);
  #used = 0;

  /** Returns where the name ends. */
  add(name: string): number {
    if (this.#used + name.length * 3 > this.#bytes.length) {
      const larger = Buffer.alloc(Math.max(this.#bytes.length * 2, this.#used + name.length * 3));
      this.#bytes.copy(larger);
      this.#bytes = larger;
    }
    const written = name.isWellFormed()
      ? this.#bytes.write(name, this.#used, "utf8")
      : encode(name).copy(this.#bytes, this.#used);
    this.#used += written;
    return this.#used;
  }

  taken(): Uint8Array {
    return Uint8Array.from(this.#bytes.subarray(0, this.#used));
  }
}
