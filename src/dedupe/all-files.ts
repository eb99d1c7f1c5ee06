import { fileName, inodeText, modifiedOf, pathOf, relativePath, type FileTable } from "./file-table.ts";
import type { AbsolutePath } from "../model/path.ts";

/** The files of several tables under one numbering. */
export class AllFiles {
  readonly tables: readonly FileTable[];
  readonly count: number;
  /** Are uv's unpacked wheels among them? */
  readonly hasCached: boolean;
  /** By file. */
  readonly tableOf: Uint16Array;
  /** What is looked at most, of all tables in one piece. */
  readonly high: Int32Array;
  readonly low: Int32Array;
  readonly sizes: Float64Array;
  readonly #inodes: Float64Array | undefined;
  readonly #starts: readonly number[];

  constructor(tables: readonly FileTable[]) {
    this.tables = tables;
    this.hasCached = tables.some(({ kind }) => kind === "uv-cache");
    const starts: number[] = [];
    let count = 0;
    for (const { columns } of tables) {
      starts.push(count);
      count += columns.count;
    }
    this.#starts = starts;
    this.count = count;
    this.tableOf = new Uint16Array(count);
    this.high = new Int32Array(count);
    this.low = new Int32Array(count);
    this.sizes = new Float64Array(count);
    // Inodes above 2⁵³ stay where they are.
    const inodes = tables.every(({ columns }) => columns.inode instanceof Float64Array)
      ? new Float64Array(count)
      : null;
    for (const [table, start] of starts.entries()) {
      const { columns } = tables[table]!;
      this.tableOf.fill(table, start, start + columns.count);
      this.high.set(columns.high, start);
      this.low.set(columns.low, start);
      this.sizes.set(columns.size, start);
      if (columns.inode instanceof Float64Array) inodes?.set(columns.inode, start);
    }
    this.#inodes = inodes ?? undefined;
  }

  table(file: number): FileTable {
    return this.tables[this.tableOf[file]!]!;
  }

  /** The file's place in its own table. */
  within(file: number): number {
    return file - this.#starts[this.tableOf[file]!]!;
  }

  /** The first file of a table. */
  start(table: number): number {
    return this.#starts[table]!;
  }

  size(file: number): number {
    return this.sizes[file]!;
  }

  allocated(file: number): number {
    return this.table(file).columns.allocated[this.within(file)]!;
  }

  inode(file: number): number | bigint {
    return this.#inodes ? this.#inodes[file]! : this.table(file).columns.inode[this.within(file)]!;
  }

  links(file: number): number {
    return this.table(file).columns.links[this.within(file)]!;
  }

  kind(file: number): number {
    return this.table(file).columns.kind[this.within(file)]!;
  }

  notAfter(file: number): number {
    return this.table(file).columns.notAfter[this.within(file)]!;
  }

  modifiedMs(file: number): number {
    const { seconds, nanoseconds } = this.table(file).columns;
    const within = this.within(file);
    return seconds[within]! * 1000 + nanoseconds[within]! / 1e6;
  }

  seconds(file: number): number {
    return this.table(file).columns.seconds[this.within(file)]!;
  }

  /** In the packages of its table, or -1. */
  package(file: number): number {
    return this.table(file).columns.package[this.within(file)]!;
  }

  isCached(file: number): boolean {
    return this.hasCached && this.table(file).kind === "uv-cache";
  }

  name(file: number): string {
    return fileName(this.table(file).columns, this.within(file));
  }

  relativePath(file: number): string {
    return relativePath(this.table(file), this.within(file));
  }

  path(file: number): AbsolutePath {
    return pathOf(this.table(file), this.within(file));
  }

  inodeText(file: number): string {
    return inodeText(this.table(file).columns, this.within(file));
  }

  modified(file: number): bigint {
    return modifiedOf(this.table(file).columns, this.within(file));
  }

  /** Same owner, group and mode. */
  hasSameAccess(one: number, other: number): boolean {
    const [a, b] = [this.table(one).columns, this.table(other).columns];
    const [i, j] = [this.within(one), this.within(other)];
    return a.mode[i] === b.mode[j] && a.owner[i] === b.owner[j] && a.group[i] === b.group[j];
  }

  hasSameOwner(one: number, other: number): boolean {
    return this.table(one).columns.owner[this.within(one)] === this.table(other).columns.owner[this.within(other)];
  }
}
