import { eachBlock } from "../model/blocks.ts";
import type { AbsolutePath } from "../model/path.ts";
import type { EnvironmentFindings, Tally } from "./tally.ts";

/**
 * What the index keeps of one environment: its sums, and what must still be so for them to be true. As bytes it is a
 * line of JSON, then flat arrays: nothing in it is parsed entry by entry.
 */
export interface Remembered {
  readonly head: RememberedHead;
  /** Of each directory: inode, modified and changed (milliseconds since the epoch). */
  readonly stamps: Float64Array;
  /** Where each directory's path, relative to the environment, begins in `names`. */
  readonly directories: Uint32Array;
  /** Directories whose files may change in place: their place in `directories` and a hash of what their files are. */
  readonly changeable: Uint32Array;
  /** The inodes with several links, as in a `LinkTable`. */
  readonly inodes: Float64Array;
  readonly allocated: Float64Array;
  readonly links: Uint32Array;
  readonly seen: Uint32Array;
  /** Of each one of its links: the place of its directory, and where the name begins in `names`. */
  readonly located: Uint32Array;
  /** Files with one link that are looked at as a sample: directory, and where the name begins. */
  readonly sample: Uint32Array;
  /** Paths and names, each ended by a zero byte. */
  readonly names: Uint8Array;
}

export interface RememberedHead {
  /** Of the program that wrote it: another one may count differently. */
  readonly version: string;
  readonly path: AbsolutePath;
  readonly device: number;
  readonly sums: Pick<
    Tally,
    "apparent" | "allocated" | "unshared" | "frees" | "files" | "directories" | "newest" | "newestBytecode"
  >;
  readonly contents: EnvironmentFindings;
  readonly isProgramOfPixi: boolean;
  /** Directories in it that are findings of their own. */
  readonly nested: readonly AbsolutePath[];
}

const MAGIC = 0x78646e49;
const FLOATS = ["stamps", "inodes", "allocated"] as const;
const WORDS = ["directories", "changeable", "links", "seen", "located", "sample"] as const;
const SECTIONS = [...FLOATS, ...WORDS, "names"] as const;

/** Magic number, checksum of all that follows, length of the head, lengths of the sections; then these, in order. */
export function encodeRemembered(remembered: Remembered): Uint8Array {
  const text = Buffer.from(JSON.stringify(remembered.head));
  const head = Buffer.concat([text, Buffer.alloc(padding(text.length), 0x20)]);
  const sections = SECTIONS.map((name) => remembered[name]);
  const prefix = new Uint32Array([MAGIC, 0, head.length, ...sections.map(({ byteLength }) => byteLength)]);
  const length = sections.reduce((sum, { byteLength }) => sum + padded(byteLength), bytesOf(prefix) + head.length);
  const all = Buffer.from(new ArrayBuffer(length));
  let at = bytesOf(prefix);
  head.copy(all, at);
  at += head.length;
  for (const { buffer, byteOffset, byteLength } of sections) {
    all.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += padded(byteLength);
  }
  all.set(new Uint8Array(prefix.buffer), 0);
  all.writeUInt32LE(checksum(all), 4);
  return all;
}

/** The views are on `bytes` itself. Undefined when they are damaged; they must lie in a buffer of their own. */
export function decodeRemembered(bytes: Uint8Array): Remembered | undefined {
  const prefix = new Uint32Array(bytes.buffer, 0, Math.min(3 + SECTIONS.length, bytes.length >> 2));
  const [magic, sum, headLength = 0, ...lengths] = prefix;
  if (magic !== MAGIC || lengths.length < SECTIONS.length || bytes.length % 8 !== 0) return undefined;
  const start = bytesOf(prefix) + headLength;
  if (lengths.reduce((end, length) => end + padded(length), start) !== bytes.length) return undefined;
  if (headLength % 8 !== 0 || sum !== checksum(bytes)) return undefined;
  const head = JSON.parse(Buffer.from(bytes.buffer, bytesOf(prefix), headLength).toString()) as RememberedHead;
  let at = start;
  const next = (): [ArrayBuffer, number, number] => {
    const length = lengths.shift()!;
    const section: [ArrayBuffer, number, number] = [bytes.buffer as ArrayBuffer, at, length];
    at += padded(length);
    return section;
  };
  const floats = FLOATS.map((name) => {
    const [buffer, from, length] = next();
    return [name, new Float64Array(buffer, from, length / 8)];
  });
  const words = WORDS.map((name) => {
    const [buffer, from, length] = next();
    return [name, new Uint32Array(buffer, from, length / 4)];
  });
  return { head, ...Object.fromEntries([...floats, ...words]), names: new Uint8Array(...next()) } as Remembered;
}

/** Of everything behind the checksum itself. Finds damage, not intent: the directory is the user's own. */
function checksum(bytes: Uint8Array): number {
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2).subarray(2);
  let hash = 0x811c9dc5 | 0;
  eachBlock(words.length, (from, end) => (hash = hashed(words, from, end, hash)));
  return hash >>> 0;
}

function hashed(words: Uint32Array, from: number, end: number, start: number): number {
  let hash = start;
  for (let at = from; at < end; at++) hash = Math.imul(hash ^ words[at]!, 0x01000193);
  return hash;
}

/** The prefix takes a whole number of eight bytes, so that the arrays behind it lie where they must. */
function bytesOf(prefix: Uint32Array): number {
  return padded(prefix.byteLength);
}

function padded(length: number): number {
  return length + padding(length);
}

function padding(length: number): number {
  return -length & 7;
}
