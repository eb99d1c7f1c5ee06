import type { AbsolutePath } from "../model/path.ts";
import { codeOf, read, readInto } from "../system/files.ts";
import type { Listing } from "./listing.ts";
import { parseRecord } from "./record.ts";

/** A longer RECORD is cut, so that what it would list further on belongs to nobody. */
const LONGEST_RECORD = 64 * 1024 * 1024;
/** Bytes of RECORD files that are kept to be compared with. */
const KEPT_BYTES = 6 * 1024 * 1024;

const scratch = Buffer.allocUnsafeSlow(1024 * 1024);

/**
 * RECORD files that have been parsed. Environments on one machine hold many of the same wheels, so what has been parsed
 * is kept (per worker, bounded) and used again when the bytes are equal.
 */
export class RecordMemo<Parsed> {
  readonly #parse: (bytes: Buffer) => Parsed;
  readonly #kept = new Map<string, { readonly bytes: Buffer; readonly parsed: Parsed }>();
  #keptBytes = 0;

  constructor(parse: (bytes: Buffer) => Parsed) {
    this.#parse = parse;
  }

  /** Undefined when the file cannot be read. What has one `key` (its place, mostly) replaces what had it before. */
  read(path: AbsolutePath, key: string): Parsed | undefined {
    const bytes = readBytes(path);
    if (bytes === undefined) return undefined;
    const whole = `${key}/${bytes.length}`;
    const known = this.#kept.get(whole);
    if (known?.bytes.equals(bytes)) return known.parsed;
    const parsed = this.#parse(bytes);
    this.#keep(whole, Buffer.from(bytes), parsed);
    return parsed;
  }

  #keep(key: string, bytes: Buffer, parsed: Parsed): void {
    if (bytes.length > KEPT_BYTES / 4) return;
    this.#keptBytes += bytes.length - (this.#kept.get(key)?.bytes.length ?? 0);
    if (this.#keptBytes > KEPT_BYTES) {
      this.#kept.clear();
      this.#keptBytes = bytes.length;
    }
    this.#kept.set(key, { bytes, parsed });
  }
}

const listings = new RecordMemo<Listing>(parseRecord);

/** The listing of a RECORD. Undefined when the file cannot be read. `directoryName` is that of the `dist-info`. */
export function readRecord(path: AbsolutePath, directoryName: string): Listing | undefined {
  return listings.read(path, directoryName);
}

/** The bytes are good until the next call. */
function readBytes(path: AbsolutePath): Buffer | undefined {
  try {
    return scratch.subarray(0, readInto(path, scratch));
  } catch (error) {
    return codeOf(error) === "EFBIG" ? readLong(path) : undefined;
  }
}

function readLong(path: AbsolutePath): Buffer | undefined {
  try {
    return read(path, LONGEST_RECORD);
  } catch {
    // Unreadable: nothing says which files are the distribution's own, and the caller says so.
    return undefined;
  }
}
