import { join, type AbsolutePath } from "../../model/path.ts";
import { concluded, LEFT_SHOWN, reasonFor, type LeftBehind, type Removed, type RemovalOutcome } from "./outcome.ts";

/** What has become of one item so far: what went and what is left. */
export class RemovalRecord {
  /** True when something of it is left, so that the directory itself can't go. */
  holdsRefused = false;
  readonly #path: AbsolutePath;
  readonly #left: LeftBehind[] = [];
  #leftCount = 0;
  #removed: Removed = { files: 0, directories: 0, bytes: 0 };

  constructor(path: AbsolutePath) {
    this.#path = path;
  }

  get removed(): Removed {
    return this.#removed;
  }

  add(more: Removed): void {
    const { files, directories, bytes } = this.#removed;
    this.#removed = {
      files: files + more.files,
      directories: directories + more.directories,
      bytes: bytes + more.bytes,
    };
  }

  /** Keeps that something could not go; `inside` is seen from the item, empty for the item itself. */
  leave(inside: string, code: string): void {
    this.#leftCount++;
    this.holdsRefused = true;
    if (this.#left.length >= LEFT_SHOWN) return;
    this.#left.push({ path: inside === "" ? this.#path : join(this.#path, inside), code, reason: reasonFor(code) });
  }

  outcome(): RemovalOutcome {
    return concluded("by handle", this.#removed, this.#left, this.#leftCount);
  }
}
