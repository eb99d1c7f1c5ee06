import type { DirectoryReader, Entry, EntryVisitor, Looker } from "./directory-reader.ts";
import { decode } from "./files.ts";
import type { AbsolutePath } from "../model/path.ts";
import {
  checked,
  CURRENT_DIRECTORY,
  OPEN_DIRECTORY,
  OPEN_DIRECTORY_PATH,
  systemCalls,
  type SystemCalls,
} from "./syscalls/calls.ts";
import { DirectoryEntries } from "./syscalls/directory-entries.ts";
import { errorName } from "./syscalls/errors.ts";
import type { NativeMemory } from "./syscalls/memory.ts";
import { DIRECTORY, FILE_TYPE, REGULAR, SYMBOLIC_LINK, type StatusRecord } from "./syscalls/status-record.ts";

const LISTING_BYTES = 64 * 1024;
/** Directories kept open on the way down to the one that is read: the last ones. */
const HANDLES = 64;

/**
 * The same as the portable reader with the system's own calls. A directory below the one that was read last is opened
 * relative to it or to the nearest one above that is still open. Undefined where the calls are missing. One per thread.
 */
export function handleReader(): DirectoryReader | undefined {
  const calls = systemCalls();
  return calls && new HandleReader(calls);
}

/** A class, as is what it gives: the compiler then finds the same code for every tree. */
class HandleReader implements DirectoryReader {
  readonly #calls: SystemCalls;
  readonly #memory: NativeMemory;
  readonly #entries: DirectoryEntries;
  readonly #record: StatusRecord;
  readonly #entry: ListedEntry;
  readonly #open: OpenDirectories;

  constructor(calls: SystemCalls) {
    this.#calls = calls;
    this.#memory = calls.newMemory(LISTING_BYTES);
    this.#entries = new DirectoryEntries(this.#memory);
    this.#record = calls.newRecord();
    this.#entry = new ListedEntry(this.#entries, this.#record);
    this.#open = new OpenDirectories(calls);
  }

  read(directory: AbsolutePath, visitor: EntryVisitor): number {
    const [calls, entries, record, entry] = [this.#calls, this.#entries, this.#record, this.#entry];
    const descriptor = this.#open.enter(directory);
    let count = 0;
    for (;;) {
      const filled = checked(calls.list(descriptor, this.#memory), "list", directory);
      if (filled === 0) return count;
      entries.reset(filled);
      while (entries.next()) {
        count++;
        if (visitor.skips?.(entry)) continue;
        const result = calls.status(descriptor, entries.nameAddress, record);
        if (result >= 0) visitor.onEntry(entry.looked());
        else if (errorName(result) !== "ENOENT") visitor.onFault(entry.name, errorName(result));
      }
    }
  }

  lookBelow(directory: AbsolutePath): Looker {
    const opened = this.#calls.open(CURRENT_DIRECTORY, this.#calls.nameOf(directory), OPEN_DIRECTORY_PATH);
    const descriptor = checked(opened, "open", directory);
    return new LooksBelow(this.#calls, descriptor, this.#record, this.#entry);
  }

  close(): void {
    this.#open.close();
  }
}

class LooksBelow implements Looker {
  readonly #calls: SystemCalls;
  readonly #descriptor: number;
  readonly #record: StatusRecord;
  readonly #entry: ListedEntry;

  constructor(calls: SystemCalls, descriptor: number, record: StatusRecord, entry: ListedEntry) {
    this.#calls = calls;
    this.#descriptor = descriptor;
    this.#record = record;
    this.#entry = entry;
  }

  look(bytes: Uint8Array, start: number): ListedEntry | undefined {
    const calls = this.#calls;
    const result = calls.status(this.#descriptor, calls.nameAt(bytes, start), this.#record);
    return result < 0 ? undefined : this.#entry.looked();
  }

  close(): void {
    this.#calls.close(this.#descriptor);
  }
}

/** The one entry that is shown to visitors. Its name becomes text only when somebody asks. */
class ListedEntry implements Entry {
  kind: Entry["kind"] = "other";
  device = 0;
  inode: number | bigint = 0;
  links = 0;
  size = 0;
  allocated = 0;
  modified = 0;
  readonly #entries: DirectoryEntries;
  readonly #record: StatusRecord;

  constructor(entries: DirectoryEntries, record: StatusRecord) {
    this.#entries = entries;
    this.#record = record;
  }

  get changed(): number {
    return this.#record.changedMs;
  }

  get nanoseconds(): number {
    return this.#record.modifiedNanoseconds;
  }

  get mode(): number {
    return this.#record.mode;
  }

  get owner(): number {
    return this.#record.owner;
  }

  get group(): number {
    return this.#record.group;
  }

  get bytes(): Uint8Array {
    return this.#entries.bytes;
  }

  get start(): number {
    return this.#entries.nameStart;
  }

  get name(): string {
    return this.#entries.asciiName ?? decode(this.#entries.name);
  }

  /** Takes what the record holds now. */
  looked(): this {
    const record = this.#record;
    this.kind = kindOf(record.mode);
    this.device = record.device;
    this.inode = record.inodeNumber;
    this.links = record.links;
    this.size = record.size;
    this.allocated = record.allocated;
    this.modified = record.modifiedMs;
    if (this.links > 1 && !Number.isSafeInteger(this.inode)) this.inode = record.inode;
    return this;
  }
}

/** The directories from one that was entered down to the last, each opened relative to the one before it. */
class OpenDirectories {
  readonly #calls: SystemCalls;
  readonly #chain: { readonly path: string; readonly descriptor: number }[] = [];

  constructor(calls: SystemCalls) {
    this.#calls = calls;
  }

  /** Opens a directory for listing from its beginning. */
  enter(directory: AbsolutePath): number {
    const chain = this.#chain;
    const slash = directory.lastIndexOf("/");
    let above = lastOf(chain);
    // Comparing lengths first spares most comparisons of paths.
    while (above && (above.path.length > slash || !isBelow(directory, above.path))) {
      this.#calls.close(chain.pop()!.descriptor);
      above = lastOf(chain);
    }
    const name = above ? directory.slice(above.path.length + 1) : directory;
    const from = above?.descriptor ?? CURRENT_DIRECTORY;
    const result = this.#calls.open(from, this.#calls.nameOf(name), OPEN_DIRECTORY);
    const descriptor = checked(result, "open", directory);
    if (chain.length === HANDLES) this.#calls.close(chain.shift()!.descriptor);
    chain.push({ path: directory, descriptor });
    return descriptor;
  }

  close(): void {
    for (const { descriptor } of this.#chain.splice(0)) this.#calls.close(descriptor);
  }
}

/** Without a look before the beginning, after which the compiler takes the slow way for ever. */
function lastOf<T>(list: readonly T[]): T | undefined {
  return list.length === 0 ? undefined : list[list.length - 1];
}

function isBelow(path: string, directory: string): boolean {
  return path.charCodeAt(directory.length) === SLASH && path.startsWith(directory);
}

const SLASH = 0x2f;

function kindOf(mode: number): Entry["kind"] {
  const type = mode & FILE_TYPE;
  if (type === REGULAR) return "file";
  if (type === DIRECTORY) return "directory";
  return type === SYMBOLIC_LINK ? "link" : "other";
}
