import type { Entry } from "../system/directory-reader.ts";
import { giveBack, ownMemory, type NewMemory } from "./memory.ts";
import { Names, type TakenNames } from "./names.ts";

/** What is known of a file beside what its directory entry says. */
export interface NewFile {
  /** In the packages of its table, or -1. */
  readonly package: number;
  readonly kind: number;
  /** See `ContentKey`; -1 where nothing is known. */
  readonly high: number;
  readonly low: number;
  /** In the accesses of its table. */
  readonly access: number;
}

/** Files in memory that threads can share; there may be room for more of them. */
export interface TakenColumns {
  readonly count: number;
  readonly names: TakenNames;
  readonly directories: TakenNames;
  readonly columns: Columns;
  /** Those that a number cannot hold, by file. */
  readonly largeInodes: ReadonlyMap<number, bigint>;
}

/** One number per file in each. */
export type Columns = ReturnType<typeof newColumns>;

/** Files in columns that grow: about 75 bytes a file, and no object for any. */
export class FileColumns {
  columns: Columns;
  readonly #newMemory: NewMemory;
  readonly #names: Names;
  readonly #directories: Names;
  readonly #largeInodes = new Map<number, bigint>();

  /**
   * Begins anew in the memory of others, or with room for so many files: what is not written to costs nothing where the
   * system gives out pages at first use.
   */
  constructor(memory: number | TakenColumns, newMemory: NewMemory) {
    const isNew = typeof memory === "number";
    this.#newMemory = newMemory;
    this.columns = isNew ? newColumns(memory, newMemory) : inOneShape(memory.columns);
    this.#names = new Names(isNew ? memory : memory.names, newMemory);
    this.#directories = new Names(isNew ? Math.ceil(memory / 8) : memory.directories, newMemory);
  }

  get count(): number {
    return this.#names.count;
  }

  /** The files that follow lie in it. Relative to the root of their table. */
  enter(directory: string): void {
    this.#directories.addText(directory);
  }

  /** The entry's name lies in its bytes up to `nameEnd`. */
  add(entry: Entry, nameEnd: number, more: NewFile): void {
    this.#makeRoom(1);
    const { columns } = this;
    const file = this.count;
    this.#names.add(entry.bytes, entry.start, nameEnd);
    columns.directory[file] = this.#directories.count - 1;
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
  append({ count, names, directories, columns, largeInodes }: TakenColumns): void {
    this.#makeRoom(count);
    const first = this.count;
    for (const name of Object.keys(columns) as (keyof Columns)[]) {
      this.columns[name].set(columns[name].subarray(0, count), first);
    }
    const { directory } = this.columns;
    for (let file = first; file < first + count; file++) directory[file]! += this.#directories.count;
    for (const [file, inode] of largeInodes) this.#largeInodes.set(first + file, inode);
    this.#names.append(names);
    this.#directories.append(directories);
  }

  /** What it holds, and its memory: it is not to be used any more. */
  take(): TakenColumns {
    return {
      count: this.count,
      names: this.#names.take(),
      directories: this.#directories.take(),
      columns: this.columns,
      largeInodes: this.#largeInodes,
    };
  }

  /** Gives back all memory but that of paths, inodes and times. */
  keepPlaces(): void {
    const { directory, inode, seconds, nanoseconds, ...others } = this.columns;
    this.columns = { ...newColumns(0, this.#newMemory), directory, inode, seconds, nanoseconds };
    giveBack(Object.values(others));
  }

  /** A bigint only where a number would not be exact. */
  inode(file: number): number | bigint {
    const inode = this.columns.inode[file]!;
    return this.#largeInodes.size === 0 ? inode : (this.#largeInodes.get(file) ?? inode);
  }

  /** Relative to the root of its table. */
  directory(file: number): string {
    return this.#directories.text(this.columns.directory[file]!);
  }

  name(file: number): string {
    return this.#names.text(file);
  }

  nameEndsWith(file: number, suffix: Uint8Array): boolean {
    return this.#names.endsWith(file, suffix);
  }

  #makeRoom(count: number): void {
    const files = this.count + count;
    if (files <= this.columns.kind.length) return;
    const larger = newColumns(files * 2, this.#newMemory);
    for (const name of Object.keys(larger) as (keyof Columns)[]) larger[name].set(this.columns[name]);
    this.columns = larger;
  }
}

/** What comes from another thread has a shape of its own, and code that meets two is compiled for two. */
function inOneShape(columns: Columns): Columns {
  return Object.assign(newColumns(0, ownMemory), columns);
}

function newColumns(room: number, newMemory: NewMemory) {
  return {
    /** By their number over all tables. */
    directory: new Uint32Array(newMemory(4 * room)),
    package: new Int32Array(newMemory(4 * room)),
    kind: new Uint8Array(newMemory(room)),
    high: new Int32Array(newMemory(4 * room)),
    low: new Int32Array(newMemory(4 * room)),
    size: new Float64Array(newMemory(8 * room)),
    allocated: new Float64Array(newMemory(8 * room)),
    inode: new Float64Array(newMemory(8 * room)),
    links: new Uint32Array(newMemory(4 * room)),
    /** Whole seconds since the epoch, and nanoseconds of the next. */
    seconds: new Float64Array(newMemory(8 * room)),
    nanoseconds: new Uint32Array(newMemory(4 * room)),
    access: new Uint32Array(newMemory(4 * room)),
  };
}
