import { parentOf, type AbsolutePath } from "../model/path.ts";

/** A directory of the one cache for all: bytes of its own, and how many entries are in it. */
export interface CentralDirectory {
  readonly allocated: number;
  readonly entries: number;
}

/** The directories of the cache. */
export interface CentralDirectories {
  /** What the cache's own directory takes, in bytes. */
  readonly own: number;
  /** Those below it. */
  readonly directories: ReadonlyMap<AbsolutePath, CentralDirectory>;
}

/**
 * What the cache takes while files of it go: a directory goes with the last thing in it, the cache itself stays, and so
 * does what was empty before.
 */
export class RemainingSize {
  #bytes: number;
  readonly #entries: Map<AbsolutePath, number>;
  readonly #directories: ReadonlyMap<AbsolutePath, CentralDirectory>;

  /** `directories` are those below the cache; `otherBytes` is what all files of it and the cache itself take. */
  constructor(otherBytes: number, directories: ReadonlyMap<AbsolutePath, CentralDirectory>) {
    this.#directories = directories;
    this.#entries = new Map([...directories].map(([path, { entries }]) => [path, entries]));
    this.#bytes = [...directories.values()].reduce((sum, { allocated }) => sum + allocated, otherBytes);
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** A file goes. */
  drop({ path, allocated }: { readonly path: AbsolutePath; readonly allocated: number }): void {
    this.#bytes -= allocated;
    this.#lose(parentOf(path));
  }

  #lose(directory: AbsolutePath): void {
    const entries = this.#entries.get(directory);
    if (entries === undefined) return;
    this.#entries.set(directory, entries - 1);
    if (entries === 1) this.#leave(directory);
  }

  #leave(directory: AbsolutePath): void {
    this.#bytes -= this.#directories.get(directory)!.allocated;
    this.#lose(parentOf(directory));
  }
}

/** Bytes of the directories that go when these files do. */
export function emptiedBytes(
  files: readonly AbsolutePath[],
  directories: ReadonlyMap<AbsolutePath, CentralDirectory>,
): number {
  const size = new RemainingSize(0, directories);
  const before = size.bytes;
  for (const path of files) size.drop({ path, allocated: 0 });
  return before - size.bytes;
}
