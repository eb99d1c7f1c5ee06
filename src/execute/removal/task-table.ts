import type { Frame } from "./frames.ts";

/**
 * The directories of one item that several threads work on, in memory that all of them see. An entry is a directory
 * that is open; its descriptor belongs to the table until the entry is freed. It counts those who still have to do
 * with it: whoever is emptying it, and each entry right below it. The last of them removes it.
 */
export class TaskTable {
  readonly memory: SharedArrayBuffer;
  readonly #words: Int32Array;
  readonly #longs: BigInt64Array;
  readonly #names: Uint8Array;

  constructor(memory: SharedArrayBuffer = new SharedArrayBuffer(BYTES)) {
    this.memory = memory;
    this.#words = new Int32Array(memory, 0, HEADER_WORDS + ENTRIES * ENTRY_WORDS);
    this.#longs = new BigInt64Array(memory, LONGS_AT, COUNTERS + ENTRIES);
    this.#names = new Uint8Array(memory, NAMES_AT, ENTRIES * NAME_BYTES);
  }

  get isStopped(): boolean {
    return Atomics.load(this.#words, STOP) !== 0;
  }

  stop(): void {
    Atomics.store(this.#words, STOP, 1);
  }

  get isOver(): boolean {
    return Atomics.load(this.#words, OVER) !== 0;
  }

  /** Nobody takes anything any more. */
  end(): void {
    Atomics.store(this.#words, OVER, 1);
    this.#wake(ENTRIES);
  }

  /** More threads wait than there is work for. */
  get wantsWork(): boolean {
    return Atomics.load(this.#words, IDLE) > Atomics.load(this.#words, QUEUED);
  }

  /** Counts a failure; returns how many there are. */
  countFailure(): number {
    return Atomics.add(this.#words, FAILURES, 1) + 1;
  }

  addCounts(files: number, directories: number, bytes: number): void {
    Atomics.add(this.#longs, 0, BigInt(files));
    Atomics.add(this.#longs, 1, BigInt(directories));
    Atomics.add(this.#longs, 2, BigInt(bytes));
  }

  counts(): { files: number; directories: number; bytes: number } {
    const [files, directories, bytes] = [0, 1, 2].map((index) => Number(Atomics.load(this.#longs, index)));
    return { files: files!, directories: directories!, bytes: bytes! };
  }

  /** Makes an entry for a directory, or returns -1 when the table is full. `parent` is -1 for the first. */
  add(frame: Frame, parent: number, isQueued: boolean): number {
    const words = this.#words;
    for (let index = 0; index < ENTRIES; index++) {
      const at = HEADER_WORDS + index * ENTRY_WORDS;
      if (Atomics.compareExchange(words, at + STATE, FREE, HELD) !== FREE) continue;
      Atomics.store(words, at + DESCRIPTOR, frame.descriptor);
      Atomics.store(words, at + PARENT, parent);
      Atomics.store(words, at + PENDING, 1);
      Atomics.store(words, at + FAILED, 0);
      Atomics.store(words, at + MODE, frame.modeBefore);
      Atomics.store(words, at + PASSES, frame.passes);
      Atomics.store(words, at + NAME_LENGTH, frame.name.length);
      Atomics.store(this.#longs, COUNTERS + index, BigInt.asIntN(64, frame.inode));
      this.#names.set(frame.name, index * NAME_BYTES);
      if (parent >= 0) Atomics.add(words, HEADER_WORDS + parent * ENTRY_WORDS + PENDING, 1);
      if (isQueued) this.#queue(at);
      return index;
    }
    return -1;
  }

  /** Takes a directory that waits for somebody, or waits a while and returns -1. */
  take(): number {
    const words = this.#words;
    const signal = Atomics.load(words, SIGNAL);
    for (let index = 0; index < ENTRIES; index++) {
      const at = HEADER_WORDS + index * ENTRY_WORDS;
      if (Atomics.compareExchange(words, at + STATE, WAITING, HELD) !== WAITING) continue;
      Atomics.sub(words, QUEUED, 1);
      return index;
    }
    if (this.isOver) return -1;
    Atomics.add(words, IDLE, 1);
    Atomics.wait(words, SIGNAL, signal, WAIT_MS);
    Atomics.sub(words, IDLE, 1);
    return -1;
  }

  /** One who had to do with it is done. True when that was the last. */
  release(index: number): boolean {
    return Atomics.sub(this.#words, this.#at(index, PENDING), 1) === 1;
  }

  /** Somebody has to do with it again. */
  hold(index: number): void {
    Atomics.add(this.#words, this.#at(index, PENDING), 1);
  }

  free(index: number): void {
    Atomics.store(this.#words, this.#at(index, DESCRIPTOR), -1);
    Atomics.store(this.#words, this.#at(index, STATE), FREE);
  }

  isFree(index: number): boolean {
    return Atomics.load(this.#words, this.#at(index, STATE)) === FREE;
  }

  parentOf(index: number): number {
    return Atomics.load(this.#words, this.#at(index, PARENT));
  }

  descriptorOf(index: number): number {
    return Atomics.load(this.#words, this.#at(index, DESCRIPTOR));
  }

  nameOf(index: number): Buffer {
    const length = Atomics.load(this.#words, this.#at(index, NAME_LENGTH));
    return Buffer.from(this.#names.slice(index * NAME_BYTES, index * NAME_BYTES + length));
  }

  inodeOf(index: number): bigint {
    return BigInt.asUintN(64, Atomics.load(this.#longs, COUNTERS + index));
  }

  isFailed(index: number): boolean {
    return Atomics.load(this.#words, this.#at(index, FAILED)) !== 0;
  }

  fail(index: number): void {
    Atomics.store(this.#words, this.#at(index, FAILED), 1);
  }

  /** The permissions before they were widened, or -1; the first to widen them says. */
  modeOf(index: number): number {
    return Atomics.load(this.#words, this.#at(index, MODE));
  }

  setMode(index: number, mode: number): void {
    Atomics.compareExchange(this.#words, this.#at(index, MODE), -1, mode);
  }

  /** How often it was listed again; counts one more. */
  countPass(index: number): number {
    return Atomics.add(this.#words, this.#at(index, PASSES), 1) + 1;
  }

  #queue(at: number): void {
    Atomics.store(this.#words, at + STATE, WAITING);
    Atomics.add(this.#words, QUEUED, 1);
    this.#wake(1);
  }

  #wake(count: number): void {
    Atomics.add(this.#words, SIGNAL, 1);
    Atomics.notify(this.#words, SIGNAL, count);
  }

  #at(index: number, field: number): number {
    return HEADER_WORDS + index * ENTRY_WORDS + field;
  }
}

/** As many directories as may be open for sharing at once. */
export const ENTRIES = 128;

const WAIT_MS = 100;
const NAME_BYTES = 256;
const HEADER_WORDS = 8;
const [STOP, OVER, IDLE, QUEUED, SIGNAL, FAILURES] = [0, 1, 2, 3, 4, 5];
const ENTRY_WORDS = 8;
const [STATE, DESCRIPTOR, PARENT, PENDING, FAILED, MODE, PASSES, NAME_LENGTH] = [0, 1, 2, 3, 4, 5, 6, 7];
const [FREE, WAITING, HELD] = [0, 1, 2];
const COUNTERS = 4;
const LONGS_AT = 4 * (HEADER_WORDS + ENTRIES * ENTRY_WORDS);
const NAMES_AT = LONGS_AT + 8 * (COUNTERS + ENTRIES);
const BYTES = NAMES_AT + ENTRIES * NAME_BYTES;
