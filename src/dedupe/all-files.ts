import { join, type AbsolutePath } from "../model/path.ts";
import { FileColumns, type Columns, type TakenColumns } from "./file-columns.ts";
import type { Access, FileTable } from "./file-table.ts";
import { ownMemory } from "./memory.ts";

/** A table and its files, as a thread hands them over. */
export interface Collected {
  readonly table: FileTable;
  readonly files: TakenColumns;
}

/** Files that there is room for without moving any. */
const FIRST_ROOM = 2 ** 20;

/** The files of several tables under one numbering: those of the first table first. */
export class AllFiles {
  readonly tables: FileTable[] = [];
  /** Are uv's unpacked wheels among them? */
  hasCached = false;
  readonly #all: FileColumns;
  /** By table, and the end of the last one. */
  readonly #starts: number[] = [0];
  #tableOf = new Uint16Array(0);

  constructor(room = FIRST_ROOM) {
    this.#all = new FileColumns(room, ownMemory);
  }

  add({ table, files }: Collected): void {
    const index = this.tables.push(table) - 1;
    this.hasCached ||= table.kind === "uv-cache";
    this.#all.append(files);
    this.#starts.push(this.#all.count);
    if (this.#all.count > this.#tableOf.length) {
      const before = this.#tableOf;
      this.#tableOf = new Uint16Array(this.#all.columns.kind.length);
      this.#tableOf.set(before);
    }
    this.#tableOf.fill(index, this.start(index), this.end(index));
  }

  get count(): number {
    return this.#all.count;
  }

  /** Gives back the memory of what is needed only to find what is the same: paths, inodes and times stay. */
  keepPlaces(): void {
    this.#all.keepPlaces();
  }

  /** One number per file in each; good until more files are added. */
  get columns(): Columns {
    return this.#all.columns;
  }

  /** In `tables`. */
  tableOf(file: number): number {
    return this.#tableOf[file]!;
  }

  table(file: number): FileTable {
    return this.tables[this.#tableOf[file]!]!;
  }

  /** The first file of a table. */
  start(table: number): number {
    return this.#starts[table]!;
  }

  /** The file after the last one of a table. */
  end(table: number): number {
    return this.#starts[table + 1]!;
  }

  size(file: number): number {
    return this.columns.size[file]!;
  }

  allocated(file: number): number {
    return this.columns.allocated[file]!;
  }

  inode(file: number): number | bigint {
    return this.#all.inode(file);
  }

  links(file: number): number {
    return this.columns.links[file]!;
  }

  kind(file: number): number {
    return this.columns.kind[file]!;
  }

  /** Milliseconds since the epoch: to keep its package whole it must not look younger than this. */
  notAfter(file: number): number {
    const owner = this.package(file);
    return owner < 0 ? Infinity : this.table(file).packages[owner]!.installedBy;
  }

  modifiedMs(file: number): number {
    return this.columns.seconds[file]! * 1000 + this.columns.nanoseconds[file]! / 1e6;
  }

  seconds(file: number): number {
    return this.columns.seconds[file]!;
  }

  /** Nanoseconds since the epoch. */
  modified(file: number): bigint {
    return BigInt(this.columns.seconds[file]!) * 1_000_000_000n + BigInt(this.columns.nanoseconds[file]!);
  }

  /** In the packages of its table, or -1. */
  package(file: number): number {
    return this.columns.package[file]!;
  }

  isCached(file: number): boolean {
    return this.hasCached && this.table(file).kind === "uv-cache";
  }

  /** Do both have a content that is known, and the same one? */
  hasSameContent(one: number, other: number): boolean {
    const { high, low, size } = this.columns;
    return high[one]! >= 0 && high[one] === high[other] && low[one] === low[other] && size[one] === size[other];
  }

  name(file: number): string {
    return this.#all.name(file);
  }

  nameEndsWith(file: number, suffix: Uint8Array): boolean {
    return this.#all.nameEndsWith(file, suffix);
  }

  /** Relative to the root of its table. */
  relativePath(file: number): string {
    const directory = this.#all.directory(file);
    const name = this.name(file);
    return directory === "" ? name : `${directory}/${name}`;
  }

  path(file: number): AbsolutePath {
    return join(this.table(file).root, this.relativePath(file));
  }

  inodeText(file: number): string {
    return String(this.inode(file));
  }

  /** Same owner, group and mode. */
  hasSameAccess(one: number, other: number): boolean {
    const [a, b] = [this.#access(one), this.#access(other)];
    return a === b || (a.mode === b.mode && a.owner === b.owner && a.group === b.group);
  }

  hasSameOwner(one: number, other: number): boolean {
    return this.#access(one).owner === this.#access(other).owner;
  }

  #access(file: number): Access {
    return this.table(file).accesses[this.columns.access[file]!]!;
  }
}
