import { versionOfTag, type BytecodeName } from "./file-name.ts";

/**
 * The bytes that a bytecode file begins with. Four of them are the magic number (two bytes and CR LF). Then, by version:
 * 4 bytes of mtime (before 3.3), 4 of mtime and 4 of size (PEP 3147's times, 3.3 to 3.6), or 4 of flags and 8 that are
 * mtime and size, or the hash of the source (PEP 552, since 3.7). All little-endian, and 32 bits: longer values are cut.
 * pytest before 6.2 writes 4 of mtime and 4 of size for every version.
 * Nothing here throws, whatever the bytes are.
 */
export type Header =
  | { readonly kind: "timestamp"; readonly magic: number; readonly modified: number; readonly size: number | null }
  | { readonly kind: "hash"; readonly magic: number; readonly hash: bigint; readonly isChecked: boolean };

/** As many bytes as any header has. */
export const HEADER_BYTES = 16;

const CR_LF = 0x0a0d;
const HASH_BASED = 0b01;
const CHECK_SOURCE = 0b10;
const KNOWN_FLAGS = HASH_BASED | CHECK_SOURCE;

/** Reads a header; a string says why it is none. The file's name says whose it is. */
export function parseHeader(head: Buffer, { tag, pytest }: Pick<BytecodeName, "tag" | "pytest">): Header | string {
  if (head.length < 4) return "it is cut short";
  if (head.readUInt16LE(2) !== CR_LF) return "it does not begin like bytecode";
  const magic = head.readUInt16LE(0);
  const usual = headerLength(tag, magic);
  const length = usual !== undefined && pytest !== null && isOldPytest(head, usual) ? 12 : usual;
  if (length === undefined) return "nobody knows the header of that interpreter";
  if (head.length < length) return "it is cut short";
  if (length === 8) return { kind: "timestamp", magic, modified: head.readUInt32LE(4), size: null };
  if (length === 12) {
    return { kind: "timestamp", magic, modified: head.readUInt32LE(4), size: head.readUInt32LE(8) };
  }
  const flags = head.readUInt32LE(4);
  if ((flags & ~KNOWN_FLAGS) !== 0) return "its flags are unknown";
  if ((flags & HASH_BASED) === 0) {
    return { kind: "timestamp", magic, modified: head.readUInt32LE(8), size: head.readUInt32LE(12) };
  }
  return { kind: "hash", magic, hash: head.readBigUInt64LE(8), isChecked: (flags & CHECK_SOURCE) !== 0 };
}

/** True where a time stands in place of the flags, or a size follows though Python 2 knows none. */
function isOldPytest(head: Buffer, usual: number): boolean {
  return usual === 8 || (usual === 16 && head.length >= 8 && (head.readUInt32LE(4) & ~KNOWN_FLAGS) !== 0);
}

/** True for what a write that never ended may have left: nothing, or a magic number and less than a header. */
export function isCutHeader(head: Buffer, tag: string | null): boolean {
  if (head.length === 0) return true;
  if (head.length < 4 || head.readUInt16LE(2) !== CR_LF) return false;
  return head.length < (headerLength(tag, head.readUInt16LE(0)) ?? 0);
}

/** Magic numbers of CPython 3: 3210 brought the size, 3392 the flags. Python 2 counts from 20121 to 62211. */
const WITH_SIZE = 3210;
const WITH_FLAGS = 3392;
const PYTHON_3 = { first: 3000, last: 19_999 } as const;
const PYTHON_2 = { first: 20_121, last: 62_299 } as const;

/** By the magic number alone. */
export function isPython2(magic: number): boolean {
  return magic >= PYTHON_2.first && magic <= PYTHON_2.last;
}

function headerLength(tag: string | null, magic: number): 8 | 12 | 16 | undefined {
  const version = tag === null ? undefined : versionOfTag(tag);
  if (version && !tag!.startsWith("cpython-")) {
    const [major, minor] = version;
    if (major !== 3) return undefined;
    return minor >= 7 ? 16 : minor >= 3 ? 12 : 8;
  }
  if (tag !== null && !version) return undefined;
  if (isPython2(magic)) return version?.[0] === 3 ? undefined : 8;
  if (magic < PYTHON_3.first || magic > PYTHON_3.last) return undefined;
  return magic >= WITH_FLAGS ? 16 : magic >= WITH_SIZE ? 12 : 8;
}
