import { join, type AbsolutePath } from "../model/path.ts";
import { encode, read, readPart } from "../system/files.ts";

/**
 * What numba keeps beside the bytecode and makes again (numba 0.68: `core/caching.py`, `IndexDataCacheFile`): an index
 * `BASE.nbi`, and the machine code that it names, `BASE.1.nbc` … By its name alone such a file may be anybody's: it is
 * numba's only when its bytes say so.
 */
const INDEX_NAME = /^(.+)\.nbi$/s;
const DATA_NAME = /^(.+)\.\d+\.nbc$/s;
const LONGEST_INDEX = 16 * 1024 * 1024;

/** The pickled version of numba by itself, `0.68.1`, and the beginning of the next pickle; in protocols 2 to 5. */
const INDEX = /^\x80[\x02-\x05](?:\x95[^]{8})?(?:\x8c[^]|X[^]{4}|U[^])\d+\.\d+[\w.+-]*(?:\x94|q\x00)?\.\x80[\x02-\x05]/;
const PICKLE = /^\x80[\x02-\x05]/;

/** Which of the names in a directory are proven to be numba's. What cannot be read is not. */
export function numbaFilesIn(directory: AbsolutePath, names: readonly string[]): ReadonlySet<string> {
  const proven = new Set<string>();
  const indexes = new Map<string, Buffer>();
  for (const name of names) {
    const [, base] = INDEX_NAME.exec(name) ?? [];
    const bytes = base === undefined ? undefined : readOrNothing(() => read(join(directory, name), LONGEST_INDEX));
    if (base === undefined || !bytes || !INDEX.test(bytes.toString("latin1", 0, 512))) continue;
    proven.add(name);
    indexes.set(base, bytes);
  }
  for (const name of names) {
    const index = indexes.get(DATA_NAME.exec(name)?.[1] ?? "");
    if (!index?.includes(encode(name))) continue;
    const head = readOrNothing(() => readPart(join(directory, name), 0, 2));
    if (head && PICKLE.test(head.toString("latin1"))) proven.add(name);
  }
  return proven;
}

function readOrNothing(look: () => Buffer): Buffer | undefined {
  try {
    return look();
  } catch {
    // No regular file, gone, or not for us to read: nothing is proven.
    return undefined;
  }
}
