import { statusOrNothing, read } from "../system/files.ts";
import type { AbsolutePath } from "../model/path.ts";

/**
 * Reads the text columns of a small table in an SQLite file, without a lock and without writing. Answers only for the
 * plain case (rollback journal, none left over, UTF-8, no overflow pages) and says undefined for every other, so what
 * it does not understand stays unknown. Format: sqlite.org/fileformat2.html.
 */
export function readTable(file: AbsolutePath, table: string): (string | null)[][] | undefined {
  try {
    const isBusy = ["-journal", "-wal"].some((end) => statusOrNothing(`${file}${end}` as AbsolutePath) !== undefined);
    return isBusy ? undefined : rowsOf(read(file), table);
  } catch {
    // Unreadable, cut off or of another format: nothing is known.
    return undefined;
  }
}

function rowsOf(file: Buffer, table: string): (string | null)[][] | undefined {
  const pageBytes = file.readUInt16BE(16) === 1 ? 65_536 : file.readUInt16BE(16);
  const isPlain =
    file.toString("latin1", 0, 16) === "SQLite format 3\0" &&
    file[18] === 1 &&
    file.readUInt32BE(56) === 1 &&
    file.length === file.readUInt32BE(28) * pageBytes;
  if (!isPlain) return undefined;
  const pages: Pages = { file, pageBytes, usable: pageBytes - file[20]!, seen: new Set() };
  const schema = recordsFrom(pages, 1);
  const found = schema.find(([type, name]) => type === "table" && name === table);
  const root = found?.[3];
  if (found === undefined) return [];
  if (typeof root !== "number") return undefined;
  return recordsFrom(pages, root).map((row) => row.map((value) => (typeof value === "string" ? value : null)));
}

interface Pages {
  readonly file: Buffer;
  readonly pageBytes: number;
  readonly usable: number;
  /** Against circles. */
  readonly seen: Set<number>;
}

type Value = string | number | null;

/** Every record of a table's tree. Throws `RangeError` for what is not plain. */
function recordsFrom(pages: Pages, number: number): Value[][] {
  if (pages.seen.has(number)) throw new RangeError("a page is met twice");
  pages.seen.add(number);
  const start = (number - 1) * pages.pageBytes;
  const page = pages.file.subarray(start, start + pages.pageBytes);
  const at = number === 1 ? 100 : 0;
  const kind = page.readUInt8(at);
  if (kind !== LEAF && kind !== INTERIOR) throw new RangeError("not a page of a table");
  const pointers = at + (kind === LEAF ? 8 : 12);
  const cells = Array.from({ length: page.readUInt16BE(at + 3) }, (_, index) =>
    page.readUInt16BE(pointers + 2 * index),
  );
  if (kind === LEAF) return cells.map((cell) => recordAt(page, cell, pages.usable));
  const below = [...cells.map((cell) => page.readUInt32BE(cell)), page.readUInt32BE(at + 8)];
  return below.flatMap((child) => recordsFrom(pages, child));
}

const LEAF = 0x0d;
const INTERIOR = 0x05;

function recordAt(page: Buffer, cell: number, usable: number): Value[] {
  const size = varint(page, cell);
  const row = varint(page, size.next);
  if (size.value > usable - 35) throw new RangeError("a record goes on in another page");
  const head = varint(page, row.next);
  const values: Value[] = [];
  let body = row.next + head.value;
  for (let next = head.next; next < row.next + head.value;) {
    const type = varint(page, next);
    next = type.next;
    const length = lengthOf(type.value);
    values.push(valueOf(page.subarray(body, body + length), type.value));
    body += length;
  }
  return values;
}

function valueOf(bytes: Buffer, type: number): Value {
  if (type >= 13 && type % 2 === 1) return bytes.toString("utf8");
  if (type === 8 || type === 9) return type - 8;
  return type >= 1 && type <= 5 ? bytes.readIntBE(0, bytes.length) : null;
}

/** Bytes of a value by its serial type. */
function lengthOf(type: number): number {
  return type >= 12 ? Math.floor((type - 12) / 2) : [0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0][type]!;
}

function varint(page: Buffer, start: number): { readonly value: number; readonly next: number } {
  let value = 0;
  for (let at = start; at < start + 8; at++) {
    const byte = page.readUInt8(at);
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) return { value, next: at + 1 };
  }
  throw new RangeError("a number is too large");
}
