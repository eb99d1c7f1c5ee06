import { isWithin, join, type AbsolutePath } from "../model/path.ts";
import { list, readText, statusOrNothing, type Status } from "../system/files.ts";
import { isSharedBlob, targetOf } from "./huggingface-repository.ts";

/** One file of the store that repositories share, and the blobs that are links to it. */
export interface SharedFile {
  readonly path: AbsolutePath;
  readonly status: Status;
  /** Undefined when its list of users cannot be read: then nobody may remove it. */
  readonly users: readonly AbsolutePath[] | undefined;
}

const MARK = ".huggingface-shared-blobs";

/** True when the cache has such a store, of the one layout that is known. */
export function hasSharedStore(cache: AbsolutePath): boolean {
  const store = join(cache, "blobs");
  return statusOrNothing(store)?.kind === "directory" && readText(join(store, MARK), 64) === "1\n";
}

/** The files of the shared store. Empty where there is none. */
export function readSharedStore(cache: AbsolutePath): SharedFile[] {
  if (!hasSharedStore(cache)) return [];
  const store = join(cache, "blobs");
  return namesIn(store)
    .filter((name) => /^[0-9a-f]{2}$/.test(name))
    .flatMap((prefix) => namesIn(join(store, prefix)).map((name) => join(join(store, prefix), name)))
    .flatMap((path) => {
      const status = statusOrNothing(path);
      if (status?.kind !== "file" || !isSharedBlob(path, cache)) return [];
      return [{ path, status, users: usersOf(path, cache) }];
    });
}

/** The library believes only links that really lead to the file, whatever the list says; so does this. */
function usersOf(file: AbsolutePath, cache: AbsolutePath): readonly AbsolutePath[] | undefined {
  const text = readText(`${file}.refs` as AbsolutePath);
  if (text === undefined) return undefined;
  return text.split(/\r?\n/).flatMap((line) => {
    if (!/^(models|datasets|spaces|kernels)--[^/]+\/blobs\/[^/]+$/.test(line)) return [];
    const blob = `${cache}/${line}` as AbsolutePath;
    return isWithin(blob, cache) && targetOf(blob) === file ? [blob] : [];
  });
}

function namesIn(directory: AbsolutePath): string[] {
  try {
    return statusOrNothing(directory)?.kind === "directory" ? list(directory).toSorted() : [];
  } catch {
    // Not readable: what is not seen is not removed.
    return [];
  }
}
