import type { NativeMemory } from "./memory.ts";

export const ENTRY_UNKNOWN = 0;
export const ENTRY_DIRECTORY = 4;
export const ENTRY_FILE = 8;
export const ENTRY_LINK = 10;

/**
 * Steps through what `getdents64` wrote, without making an object per entry. An entry is
 * `{ u64 inode, s64 offset, u16 length, u8 type, char name[] }`, and its name ends with a zero byte.
 */
export class DirectoryEntries {
  readonly #memory: NativeMemory;
  #end = 0;
  #entry = 0;
  #next = 0;

  constructor(memory: NativeMemory) {
    this.#memory = memory;
  }

  /** Starts again with `filled` bytes. */
  reset(filled: number): void {
    this.#end = filled;
    this.#next = 0;
  }

  /** Moves to the next entry, `.` and `..` left out; false when there is none. */
  next(): boolean {
    const bytes = this.#memory.bytes;
    while (this.#next < this.#end) {
      const at = (this.#entry = this.#next);
      this.#next = at + bytes[at + 16]! + bytes[at + 17]! * 256;
      if (bytes[at + 19] !== 0x2e) return true;
      const isDotOrDots = bytes[at + 20] === 0 || (bytes[at + 20] === 0x2e && bytes[at + 21] === 0);
      if (!isDotOrDots) return true;
    }
    return false;
  }

  /** One of the `ENTRY_` values; `ENTRY_UNKNOWN` where the filesystem doesn't say. */
  get type(): number {
    return this.#memory.bytes[this.#entry + 18]!;
  }

  get inode(): bigint {
    return this.#memory.bytes.readBigUInt64LE(this.#entry);
  }

  /** Where the name lies, for a call; good until the memory is filled again. */
  get nameAddress(): number {
    return this.#memory.address + this.nameStart;
  }

  /** What the entries lie in. */
  get bytes(): Uint8Array {
    return this.#memory.bytes;
  }

  /** Where the name begins in `bytes`; a zero byte ends it. */
  get nameStart(): number {
    return this.#entry + 19;
  }

  /** The name as text when it is plain ASCII, as most are; otherwise undefined: see `name`. */
  get asciiName(): string | undefined {
    const bytes = this.#memory.bytes;
    const start = this.nameStart;
    let end = start;
    for (let byte = bytes[end]!; byte !== 0; byte = bytes[++end]!) if (byte > 0x7f) return undefined;
    return bytes.toString("latin1", start, end);
  }

  /** The name's bytes, as a view: copy what must last. */
  get name(): Buffer {
    const start = this.nameStart;
    return this.#memory.bytes.subarray(start, this.#memory.bytes.indexOf(0, start));
  }
}
