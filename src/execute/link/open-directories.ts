import { nameOf, parentOf, type AbsolutePath } from "../../model/path.ts";
import { openDirectory } from "../../system/directory-handle.ts";
import { encode } from "../../system/files.ts";
import type { MutatingCalls } from "../../system/mutate/calls.ts";
import { checked, OPEN_DIRECTORY_PATH } from "../../system/syscalls/calls.ts";
import { SystemCallError } from "../../system/syscalls/errors.ts";

/** One that was asked for stays open until this many others were; each takes two places at most. */
const KEPT = 32;

/**
 * Directories that are held open while files in them are dealt with; each was reached without following a link. What
 * lies below one of them is opened from there, which spares the way from the root.
 */
export class OpenDirectories {
  readonly #calls: MutatingCalls;
  readonly #open = new Map<AbsolutePath, number>();

  constructor(calls: MutatingCalls) {
    this.#calls = calls;
  }

  /** A descriptor that is good until some other directories have been asked for. Throws with a `code`. */
  descriptorOf(path: AbsolutePath): number {
    const held = this.#held(path);
    if (held !== undefined) return held;
    const above = parentOf(path);
    // Its neighbours lie there as well.
    const from = this.#held(above) ?? this.#hold(above, this.#reach(above));
    return this.#hold(path, path === above ? from : this.#openIn(from, path));
  }

  close(): void {
    for (const descriptor of this.#open.values()) this.#calls.close(descriptor);
    this.#open.clear();
  }

  /** Makes it the one that was asked for last. */
  #held(path: AbsolutePath): number | undefined {
    const descriptor = this.#open.get(path);
    if (descriptor === undefined) return undefined;
    this.#open.delete(path);
    this.#open.set(path, descriptor);
    return descriptor;
  }

  #hold(path: AbsolutePath, descriptor: number): number {
    this.#open.set(path, descriptor);
    if (this.#open.size > KEPT) {
      const [oldest, held] = this.#open.entries().next().value!;
      this.#open.delete(oldest);
      this.#calls.close(held);
    }
    return descriptor;
  }

  /** Opens it from the nearest directory above that is held, or from the root. */
  #reach(path: AbsolutePath): number {
    const way: AbsolutePath[] = [];
    let above = path;
    for (; !this.#open.has(above); above = parentOf(above)) {
      if (above === parentOf(above)) return openDirectory(this.#calls, path).descriptor;
      way.push(above);
    }
    let descriptor = this.#open.get(above)!;
    for (const next of way.toReversed()) {
      const from = descriptor;
      try {
        descriptor = this.#openIn(from, next);
      } finally {
        if (from !== this.#open.get(above)) this.#calls.close(from);
      }
    }
    return descriptor;
  }

  #openIn(above: number, path: AbsolutePath): number {
    const name = nameOf(path);
    if (name === "" || name === "." || name === "..") throw new SystemCallError("EINVAL", "open", path);
    return checked(this.#calls.open(above, this.#calls.name(encode(name)), OPEN_DIRECTORY_PATH), "open", path);
  }
}
