import type { AbsolutePath } from "../model/path.ts";
import { encode } from "../system/files.ts";
import type { Entry, EntryStatus } from "../system/directory-reader.ts";
import type { Remembered, RememberedHead } from "./remembered.ts";
import type { Tally } from "./tally.ts";
import { GrowingBytes, GrowingFloats, GrowingWords } from "./growing.ts";

/** What an index must know of files, mixed into one number whatever their order. */
export function mixed({ inode, links, size, allocated, modified, changed }: EntryStatus): number {
  let hash = Math.imul(Number(inode), 0x9e3779b1) ^ links;
  hash = Math.imul(hash ^ size, 0x01000193) ^ (size / 0x1_0000_0000);
  hash = Math.imul(hash ^ allocated, 0x5bd1e995);
  // Four thousandths of a millisecond and less: all that a number can hold of such times.
  hash = Math.imul(hash ^ (modified * 4096), 0x01000193);
  hash = Math.imul(hash ^ (changed * 4096), 0x5bd1e995);
  return (hash ^ (hash >>> 15)) >>> 0;
}

/** Below these directories files are replaced, not edited: what installs packages does so. */
const REPLACED_ONLY =
  /^(?:lib(?:64)?\/(?:python|pypy|graalpy)[^/]*|Lib|local\/lib\/python[^/]*)\/(?:site|dist)-packages(?:\/|$)/;
/** Files that programs write to in place, wherever they lie. */
const WRITTEN_TO = /\.(?:log|db|sqlite3?|ipynb)$/;
/** A file that is so much younger than the directory's last change has been written to in place, in milliseconds. */
const LATER_MS = 2000;
/** The clock of a file system is not finer than this, in milliseconds: what changed so lately may change again unseen. */
const TOO_NEW_MS = 2000;
/** Smaller ones are measured as fast as they are looked up. */
const WORTH_IT = 1000;
/** One call reaches 4,095 bytes down, the name of a file in the directory included; a walk goes deeper, step by step. */
const LONGEST_DIRECTORY = 4095 - 256;
/** One in so many files with a single link is looked at again. */
const SAMPLED = 64;

/** Watches a tally and keeps what the index needs. Nothing is kept of a file but of one link to each inode with several. */
export class Recorder {
  readonly #stamps = new GrowingFloats();
  readonly #directories = new GrowingWords();
  readonly #changeable = new GrowingWords();
  readonly #located = new GrowingWords();
  readonly #sample = new GrowingWords();
  readonly #names = new GrowingBytes();
  readonly #nested: AbsolutePath[] = [];
  readonly #start: number;
  /** Directories still to be entered. */
  #waiting = 0;
  #files = 0;
  #usable = true;
  #place = 0;
  #modified = 0;
  #isChangeable = false;
  #sum = 0;

  /** `start` is when the scan began, milliseconds since the epoch. */
  constructor(start: number) {
    this.#start = start;
  }

  /** A directory, before it is entered; `relative` to the environment. Returns its number. */
  directory(relative: string, status: Pick<EntryStatus, "inode" | "modified" | "changed">): number {
    if (typeof status.inode !== "number" || Math.max(status.modified, status.changed) > this.#start - TOO_NEW_MS) {
      this.#usable = false;
    }
    this.#waiting++;
    this.#stamps.push(Number(status.inode));
    this.#stamps.push(status.modified);
    this.#stamps.push(status.changed);
    const start = this.#names.length;
    this.#names.addText(relative);
    if (this.#names.length - start > LONGEST_DIRECTORY) this.#usable = false;
    return this.#directories.push(start);
  }

  /** The files that follow lie in this directory. */
  enter(relative: string, number: number): void {
    this.#leave();
    this.#waiting--;
    this.#place = number;
    this.#modified = this.#stamps.at(3 * this.#place + 1);
    this.#isChangeable = !REPLACED_ONLY.test(relative);
    this.#sum = 0;
  }

  /** `isFirst`: no other link to its inode has been seen. */
  file(entry: Entry, isFirst: boolean): void {
    this.#files++;
    this.#sum = (this.#sum + mixed(entry)) >>> 0;
    if (entry.modified > this.#modified + LATER_MS) this.#isChangeable = true;
    else if (!this.#isChangeable && mayBeWrittenTo(entry)) this.#isChangeable = true;
    if (typeof entry.inode !== "number") this.#usable = false;
    if (entry.links > 1) {
      if (isFirst) this.#keep(this.#located, entry);
    } else if (this.#files % SAMPLED === 0) this.#keep(this.#sample, entry);
  }

  nested(path: AbsolutePath): void {
    this.#nested.push(path);
  }

  /** Undefined where the index would not be worth it or could not be trusted. */
  finish(
    of: Pick<RememberedHead, "path" | "device" | "version" | "isProgramOfPixi">,
    sums: Tally,
    { facts, safety, largest }: RememberedHead["contents"],
  ): Remembered | undefined {
    this.#leave();
    const isWhole = sums.problems.length === 0 && sums.mounts.length === 0 && this.#waiting === 0;
    const { inodes, links, seen, allocated } = sums.links;
    if (!this.#usable || !isWhole || inodes instanceof BigUint64Array || sums.files < WORTH_IT) return undefined;
    const { apparent, unshared, frees, files, directories, newest, newestBytecode } = sums;
    return {
      head: {
        ...of,
        sums: { apparent, allocated: sums.allocated, unshared, frees, files, directories, newest, newestBytecode },
        contents: { facts, safety, largest },
        nested: this.#nested,
      },
      stamps: this.#stamps.take(),
      directories: this.#directories.take(),
      changeable: this.#changeable.take(),
      inodes,
      allocated,
      links,
      seen,
      located: this.#located.take(),
      sample: this.#sample.take(),
      names: this.#names.take(),
    };
  }

  #leave(): void {
    if (this.#isChangeable) {
      this.#changeable.push(this.#place);
      this.#changeable.push(this.#sum);
    }
    this.#isChangeable = false;
  }

  #keep(places: GrowingWords, { bytes, start }: Entry): void {
    places.push(this.#place);
    places.push(this.#names.length);
    this.#names.addUntilZero(bytes, start);
  }
}

/** The last letter tells most names apart without making a text of them. */
function mayBeWrittenTo(entry: Entry): boolean {
  const { bytes, start } = entry;
  let end = start;
  while (bytes[end] !== 0) end++;
  const last = bytes[end - 1]!;
  return LAST_LETTERS.has(last) && WRITTEN_TO.test(entry.name);
}

const LAST_LETTERS: ReadonlySet<number> = new Set(encode("gbe3"));
