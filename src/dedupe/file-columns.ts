import type { Entry } from "../system/directory-reader.ts";
import { decode } from "../system/files.ts";

/** What is known of a file beside what its directory entry says. */
export interface NewFile {
  /** In the directories of its table. */
  readonly directory: number;
  /** In the packages of its table, or -1. */
  readonly package: number;
  readonly kind: number;
  /** See `ContentKey`; -1 where nothing is known. */
  readonly high: number;
  readonly low: number;
  /** In the accesses of its table. */
  readonly access: number;
}

/** Files in a form that goes from thread to thread without a copy. */
export interface TakenColumns {
  readonly count: number;
  readonly names: Uint8Array;
  readonly columns: Columns;
  /** Those that a number cannot hold, by file. */
  readonly largeInodes: ReadonlyMap<number, bigint>;
}

/** One number per file in each. */
export type Columns = ReturnType<typeof newColumns>;

/** Files in columns that grow: about 75 bytes a file, and no object for any. */
export class FileColumns {
  count = 0;
  columns: Columns;
  /** UTF-8, or whatever bytes a name has; that of file `i` lies from `nameEnds[i - 1]` to `nameEnds[i]`. */
  names: Uint8Array;
  readonly #largeInodes = new Map<number, bigint>();

  /** Memory for `room` files: what is not written to costs nothing where the system gives out pages at first use. */
  constructor(room: number) {
    this.columns = newColumns(room);
    this.names = new Uint8Array(room * USUAL_NAME);
  }

  /** The entry's name lies in its bytes up to `nameEnd`. */
  add(entry: Entry, nameEnd: number, more: NewFile): void {
    this.#makeRoom(1, nameEnd - entry.start);
    const { columns } = this;
    const file = this.count++;
    columns.nameEnds[file] = this.#addName(file, entry.bytes, entry.start, nameEnd);
    columns.directory[file] = more.directory;
    columns.package[file] = more.package;
    columns.kind[file] = more.kind;
    columns.high[file] = more.high;
    columns.low[file] = more.low;
    columns.size[file] = entry.size;
    columns.allocated[file] = entry.allocated;
    columns.inode[file] = Number(entry.inode);
    if (typeof entry.inode === "bigint") this.#largeInodes.set(file, entry.inode);
    columns.links[file] = entry.links;
    columns.seconds[file] = Math.round((entry.modified - entry.nanoseconds / 1e6) / 1000);
    columns.nanoseconds[file] = entry.nanoseconds;
    columns.access[file] = more.access;
  }

  /** Takes all files of another thread, in their order. */
  append({ count, names, columns, largeInodes }: TakenColumns): void {
    this.#makeRoom(count, names.length);
    const first = this.count;
    const start = this.#nameStart(first);
    this.names.set(names, start);
    for (const name of Object.keys(columns) as (keyof Columns)[]) this.columns[name].set(columns[name], first);
    if (start > 0) for (let file = 0; file < count; file++) this.columns.nameEnds[first + file]! += start;
    for (const [file, inode] of largeInodes) this.#largeInodes.set(first + file, inode);
    this.count += count;
  }

  /** Hands over what it holds and begins anew. */
  take(): TakenColumns {
    const { count } = this;
    const names = this.names.slice(0, this.#nameStart(count));
    const taken = {
      count,
      names,
      columns: cutColumns(this.columns, count),
      largeInodes: new Map(this.#largeInodes),
    };
    this.clear();
    return taken;
  }

  clear(): void {
    this.count = 0;
    this.#largeInodes.clear();
  }

  /** A bigint only where a number would not be exact. */
  inode(file: number): number | bigint {
    const inode = this.columns.inode[file]!;
    return this.#largeInodes.size === 0 ? inode : (this.#largeInodes.get(file) ?? inode);
  }

  name(file: number): string {
    const start = this.#nameStart(file);
    return decode(Buffer.from(this.names.buffer, start, this.columns.nameEnds[file]! - start));
  }

  /** Does the file's name end with this? */
  nameEndsWith(file: number, suffix: Uint8Array): boolean {
    const start = this.columns.nameEnds[file]! - suffix.length;
    if (start < this.#nameStart(file)) return false;
    for (let at = 0; at < suffix.length; at++) if (this.names[start + at] !== suffix[at]) return false;
    return true;
  }

  #nameStart(file: number): number {
    return file === 0 ? 0 : this.columns.nameEnds[file - 1]!;
  }

  #addName(file: number, name: Uint8Array, start: number, end: number): number {
    const { names } = this;
    let used = this.#nameStart(file);
    for (let at = start; at < end; at++) names[used++] = name[at]!;
    return used;
  }

  #makeRoom(count: number, nameBytes: number): void {
    const files = this.count + count;
    if (files > this.columns.kind.length) {
      const larger = newColumns(files * 2);
      for (const name of Object.keys(larger) as (keyof Columns)[]) larger[name].set(this.columns[name]);
      this.columns = larger;
    }
    const bytes = this.#nameStart(this.count) + nameBytes;
    if (bytes > this.names.length) {
      const larger = new Uint8Array(bytes * 2);
      larger.set(this.names);
      this.names = larger;
    }
  }
}

/** The memory that can be handed to another thread. */
export function memoryOf({ names, columns }: TakenColumns): ArrayBuffer[] {
  return [names, ...Object.values(columns)].map(({ buffer }) => buffer as ArrayBuffer);
}

const USUAL_NAME = 24;

function newColumns(room: number) {
  return {
    nameEnds: new Uint32Array(room),
    directory: new Uint32Array(room),
    package: new Int32Array(room),
    kind: new Uint8Array(room),
    high: new Int32Array(room),
    low: new Int32Array(room),
    size: new Float64Array(room),
    allocated: new Float64Array(room),
    inode: new Float64Array(room),
    links: new Uint32Array(room),
    /** Whole seconds since the epoch, and nanoseconds of the next. */
    seconds: new Float64Array(room),
    nanoseconds: new Uint32Array(room),
    access: new Uint32Array(room),
  };
}

function cutColumns(columns: Columns, count: number): Columns {
  const cut = <Column extends { slice(start: number, end: number): Column }>(column: Column): Column =>
    column.slice(0, count);
  return {
    nameEnds: cut(columns.nameEnds),
    directory: cut(columns.directory),
    package: cut(columns.package),
    kind: cut(columns.kind),
    high: cut(columns.high),
    low: cut(columns.low),
    size: cut(columns.size),
    allocated: cut(columns.allocated),
    inode: cut(columns.inode),
    links: cut(columns.links),
    seconds: cut(columns.seconds),
    nanoseconds: cut(columns.nanoseconds),
    access: cut(columns.access),
  };
}
