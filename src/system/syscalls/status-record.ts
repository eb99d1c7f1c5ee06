import { NativeMemory } from "./memory.ts";

export const FILE_TYPE = 0o170000;
export const DIRECTORY = 0o040000;
export const REGULAR = 0o100000;
export const SYMBOLIC_LINK = 0o120000;

/** What `statx` asks for: the basic fields, and the mount where the kernel can say it. */
export const BASIC_FIELDS = 0x7ff;
export const MOUNT_FIELD = 0x1000;

const IMMUTABLE = 0x10;
const APPEND_ONLY = 0x20;

/** Room for one `struct statx` (256 bytes), read where it lies. Offsets are those of `linux/stat.h`. */
export class StatusRecord {
  readonly memory: NativeMemory;
  readonly #words: Uint32Array;
  readonly #longs: BigUint64Array;

  constructor(library: { addressOf(bytes: Uint8Array): number }) {
    this.memory = new NativeMemory(256, library);
    this.#words = new Uint32Array(this.memory.bytes.buffer);
    this.#longs = new BigUint64Array(this.memory.bytes.buffer);
  }

  /** Type and permissions, as `st_mode`. */
  get mode(): number {
    return this.#words[7]! & 0xffff;
  }

  get isDirectory(): boolean {
    return (this.mode & FILE_TYPE) === DIRECTORY;
  }

  get links(): number {
    return this.#words[4]!;
  }

  get owner(): number {
    return this.#words[5]!;
  }

  get group(): number {
    return this.#words[6]!;
  }

  get inode(): bigint {
    return this.#longs[4]!;
  }

  /** The inode as a number; exact up to 2⁵³. */
  get inodeNumber(): number {
    return this.#number(8);
  }

  /** Bytes. */
  get size(): number {
    return this.#number(10);
  }

  /** Bytes on disk: 512 × blocks. */
  get allocated(): number {
    return this.#number(12) * 512;
  }

  /** Nanoseconds since the epoch. */
  get modified(): bigint {
    return BigInt.asIntN(64, this.#longs[14]!) * 1_000_000_000n + BigInt(this.#words[30]!);
  }

  /** Nanoseconds since the epoch. */
  get accessed(): bigint {
    return BigInt.asIntN(64, this.#longs[8]!) * 1_000_000_000n + BigInt(this.#words[18]!);
  }

  /** Milliseconds since the epoch, with a fraction. */
  get modifiedMs(): number {
    return (this.#words[28]! + (this.#words[29]! | 0) * 0x1_0000_0000) * 1000 + this.#words[30]! / 1e6;
  }

  get changedMs(): number {
    return (this.#words[24]! + (this.#words[25]! | 0) * 0x1_0000_0000) * 1000 + this.#words[26]! / 1e6;
  }

  /** Nanoseconds of the second that it was modified in. */
  get modifiedNanoseconds(): number {
    return this.#words[30]!;
  }

  get accessedMs(): number {
    return (this.#words[16]! + (this.#words[17]! | 0) * 0x1_0000_0000) * 1000 + this.#words[18]! / 1e6;
  }

  /** The device number as Node's `stats.dev` has it. */
  get device(): number {
    const major = this.#words[34]!;
    const minor = this.#words[35]!;
    const high = (major >>> 12) * 0x1000 + (minor >>> 20);
    return high * 0x1_0000_0000 + ((((minor >>> 8) & 0xfff) << 20) >>> 0) + ((major & 0xfff) << 8) + (minor & 0xff);
  }

  /** The number of the mount, as in mountinfo; 0 before Linux 5.8, which doesn't say. */
  get mountId(): number {
    return this.#words[0]! & MOUNT_FIELD ? this.#number(36) : 0;
  }

  /** Set by `chattr +i` or `+a`: nobody may remove it. */
  get isImmutable(): boolean {
    return (this.#words[2]! & (IMMUTABLE | APPEND_ONLY)) !== 0;
  }

  #number(word: number): number {
    return this.#words[word]! + this.#words[word + 1]! * 0x1_0000_0000;
  }
}
