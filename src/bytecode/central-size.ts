import { parentOf, type AbsolutePath } from "../model/path.ts";

/** A directory of the one cache for all: bytes of its own, and how many entries are in it. */
export interface CentralDirectory {
  readonly allocated: number;
  readonly entries: number;
}

/** What the cache takes while files of it go: a directory goes with the last thing in it, the cache itself stays. */
export class RemainingSize {
  #bytes: number;
  readonly #entries: Map<AbsolutePath, number>;
  readonly #directories: ReadonlyMap<AbsolutePath, CentralDirectory>;

  /** `directories` are those below the cache; `filesBytes` is what all files of it take. */
  constructor(filesBytes: number, directories: ReadonlyMap<AbsolutePath, CentralDirectory>) {
    this.#directories = directories;
    this.#entries = new Map([...directories].map(([path, { entries }]) => [path, entries]));
    this.#bytes = [...directories.values()].reduce((sum, { allocated }) => sum + allocated, filesBytes);
    for (const [path, { entries }] of directories) if (entries === 0) this.#leave(path);
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
