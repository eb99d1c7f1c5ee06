import type { AbsolutePath } from "../../model/path.ts";
import { openDirectory } from "../../system/directory-handle.ts";
import type { MutatingCalls } from "../../system/mutate/calls.ts";

const KEPT = 32;

/** Directories that are held open while files in them are dealt with; each was reached without following a link. */
export class OpenDirectories {
  readonly #calls: MutatingCalls;
  readonly #open = new Map<AbsolutePath, number>();

  constructor(calls: MutatingCalls) {
    this.#calls = calls;
  }

  /** A descriptor that is good until some other directories have been asked for. Throws with a `code`. */
  descriptorOf(path: AbsolutePath): number {
    let descriptor = this.#open.get(path);
    if (descriptor === undefined) descriptor = openDirectory(this.#calls, path).descriptor;
    else this.#open.delete(path);
    this.#open.set(path, descriptor);
    if (this.#open.size > KEPT) {
      const [oldest, held] = this.#open.entries().next().value!;
      this.#open.delete(oldest);
      this.#calls.close(held);
    }
    return descriptor;
  }

  close(): void {
    for (const descriptor of this.#open.values()) this.#calls.close(descriptor);
    this.#open.clear();
  }
}
