import type { Entry } from "../system/directory-reader.ts";
import { NameBytes, type FileColumns } from "./file-table.ts";

export interface NewFile {
  readonly entry: Entry;
  readonly directory: number;
  readonly package: number;
  readonly kind: number;
  readonly high: number;
  readonly low: number;
  readonly notAfter: number;
}

const FIRST_ROOM = 4096;

/** Collects files into columns that grow by half. */
export class ColumnBuilder {
  readonly #names = new NameBytes();
  #count = 0;
  #columns = emptyColumns(FIRST_ROOM);
  /** The few inodes that a number cannot hold. */
  readonly #largeInodes = new Map<number, bigint>();

  get count(): number {
    return this.#count;
  }

  add({ entry, directory, package: owner, kind, high, low, notAfter }: NewFile): void {
    if (this.#count === this.#columns.size.length) this.#columns = grown(this.#columns, this.#count);
    const columns = this.#columns;
    const file = this.#count++;
    columns.nameEnds[file] = this.#names.add(entry.name);
    columns.directory[file] = directory;
    columns.package[file] = owner;
    columns.kind[file] = kind;
    columns.high[file] = high;
    columns.low[file] = low;
    columns.size[file] = entry.size;
    columns.allocated[file] = entry.allocated;
    columns.inode[file] = Number(entry.inode);
    if (typeof entry.inode === "bigint") this.#largeInodes.set(file, entry.inode);
    columns.links[file] = entry.links;
    columns.seconds[file] = Math.round((entry.modified - entry.nanoseconds / 1e6) / 1000);
    columns.nanoseconds[file] = entry.nanoseconds;
    columns.mode[file] = entry.mode;
    columns.owner[file] = entry.owner;
    columns.group[file] = entry.group;
    columns.notAfter[file] = notAfter;
  }

  finish(): FileColumns {
    const count = this.#count;
    const cut = <Column extends { slice(start: number, end: number): Column }>(column: Column): Column =>
      column.slice(0, count);
    const {
      nameEnds,
      directory,
      package: owners,
      kind,
      high,
      low,
      size,
      allocated,
      inode,
      links,
      ...rest
    } = this.#columns;
    return {
      count,
      names: this.#names.taken(),
      nameEnds: cut(nameEnds),
      directory: cut(directory),
      package: cut(owners),
      kind: cut(kind),
      high: cut(high),
      low: cut(low),
      size: cut(size),
      allocated: cut(allocated),
      inode: this.#largeInodes.size === 0 ? cut(inode) : this.#exactly(cut(inode)),
      links: cut(links),
      seconds: cut(rest.seconds),
      nanoseconds: cut(rest.nanoseconds),
      mode: cut(rest.mode),
      owner: cut(rest.owner),
      group: cut(rest.group),
      notAfter: cut(rest.notAfter),
    };
  }

  #exactly(inodes: Float64Array): BigUint64Array {
    return BigUint64Array.from(inodes, (inode, file) => this.#largeInodes.get(file) ?? BigInt(inode));
  }
}

type Columns = ReturnType<typeof emptyColumns>;

function emptyColumns(room: number) {
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
    seconds: new Float64Array(room),
    nanoseconds: new Uint32Array(room),
    mode: new Uint16Array(room),
    owner: new Uint32Array(room),
    group: new Uint32Array(room),
    notAfter: new Float64Array(room),
  };
}

function grown(before: Columns, used: number): Columns {
  const after = emptyColumns(Math.ceil(used * 1.5));
  for (const name of Object.keys(before) as (keyof Columns)[]) after[name].set(before[name]);
  return after;
}
