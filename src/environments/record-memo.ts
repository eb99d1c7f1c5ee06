import type { AbsolutePath } from "../model/path.ts";
import { codeOf, read, readInto } from "../system/files.ts";
import type { Listing } from "./listing.ts";
import { parseRecord } from "./record.ts";

/** A longer RECORD is cut, so that what it would list further on belongs to nobody. */
const LONGEST_RECORD = 64 * 1024 * 1024;
/** Bytes of RECORD files that are kept to be compared with. */
const KEPT_BYTES = 6 * 1024 * 1024;

const scratch = Buffer.allocUnsafeSlow(1024 * 1024);
const kept = new Map<string, { readonly bytes: Buffer; readonly listing: Listing }>();
let keptBytes = 0;

/**
 * The listing of a RECORD. Environments on one machine hold many of the same wheels, so what has been parsed is kept
 * (per worker, bounded) and used again when the bytes are equal. Undefined when the file cannot be read.
 * `directoryName` is that of the `dist-info`.
 */
export function readRecord(path: AbsolutePath, directoryName: string): Listing | undefined {
  const bytes = readBytes(path);
  if (bytes === undefined) return undefined;
  const key = `${directoryName}/${bytes.length}`;
  const known = kept.get(key);
  if (known?.bytes.equals(bytes)) return known.listing;
  const listing = parseRecord(bytes);
  keep(key, Buffer.from(bytes), listing);
  return listing;
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

function keep(key: string, bytes: Buffer, listing: Listing): void {
  if (bytes.length > KEPT_BYTES / 4) return;
  keptBytes += bytes.length - (kept.get(key)?.bytes.length ?? 0);
  if (keptBytes > KEPT_BYTES) {
    kept.clear();
    keptBytes = bytes.length;
  }
  kept.set(key, { bytes, listing });
}
