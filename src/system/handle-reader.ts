import type { DirectoryReader, Entry } from "./directory-reader.ts";
import { decode, encode } from "./files.ts";
import { checked, CURRENT_DIRECTORY, OPEN_DIRECTORY, systemCalls, type SystemCalls } from "./syscalls/calls.ts";
import { DirectoryEntries } from "./syscalls/directory-entries.ts";
import { errorName } from "./syscalls/errors.ts";
import { DIRECTORY, FILE_TYPE, REGULAR, SYMBOLIC_LINK } from "./syscalls/status-record.ts";

const LISTING_BYTES = 64 * 1024;

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/**
 * The same as the portable reader with the system's own calls: one look-up of the directory's path, everything else
 * relative to it. Undefined where the calls are missing. One per thread.
 */
export function handleReader(): DirectoryReader | undefined {
  const calls = systemCalls();
  return calls && readerOn(calls);
}

function readerOn(calls: SystemCalls): DirectoryReader {
  const memory = calls.newMemory(LISTING_BYTES);
  const entries = new DirectoryEntries(memory);
  const record = calls.newRecord();
  const entry: Mutable<Entry> = {
    name: "",
    kind: "other",
    device: 0,
    inode: 0,
    links: 0,
    size: 0,
    allocated: 0,
    modified: 0,
    nanoseconds: 0,
    mode: 0,
    owner: 0,
    group: 0,
  };
  const look = (descriptor: number): string | undefined => {
    const result = calls.status(descriptor, entries.nameAddress, record);
    if (result < 0) return errorName(result);
    entry.kind = kindOf(record.mode);
    entry.device = record.device;
    entry.inode = record.inodeNumber;
    entry.links = record.links;
    entry.size = record.size;
    entry.allocated = record.allocated;
    entry.modified = record.modifiedMs;
    entry.nanoseconds = record.modifiedNanoseconds;
    entry.mode = record.mode;
    entry.owner = record.owner;
    entry.group = record.group;
    if (entry.links > 1 && !Number.isSafeInteger(entry.inode)) entry.inode = record.inode;
    return undefined;
  };
  return {
    read(directory, visitor) {
      const opened = calls.open(CURRENT_DIRECTORY, calls.name(encode(directory)), OPEN_DIRECTORY);
      const descriptor = checked(opened, "open", directory);
      let count = 0;
      try {
        for (;;) {
          const filled = checked(calls.list(descriptor, memory), "list", directory);
          if (filled === 0) return count;
          entries.reset(filled);
          while (entries.next()) {
            count++;
            entry.name = entries.asciiName ?? decode(entries.name);
            if (visitor.skips?.(entry.name)) continue;
            const fault = look(descriptor);
            if (fault === undefined) visitor.onEntry(entry);
            else if (fault !== "ENOENT") visitor.onFault(entry.name, fault);
          }
        }
      } finally {
        calls.close(descriptor);
      }
    },
  };
}

function kindOf(mode: number): Entry["kind"] {
  const type = mode & FILE_TYPE;
  if (type === REGULAR) return "file";
  if (type === DIRECTORY) return "directory";
  return type === SYMBOLIC_LINK ? "link" : "other";
}
