import type { AbsolutePath } from "../model/path.ts";
import type { AllFiles } from "./all-files.ts";
import type { TableMeans } from "./analyse.ts";
import { WRITTEN_IN_PLACE } from "./file-table.ts";

/** Its kind and its package allow a link. */
const FIT = 1;
/** Its environment is left: its files neither become links nor lead. */
const LEFT = 2;

/** Which files may become links, and which could if their environments were not left. */
export class Linkable {
  readonly #answers: Uint8Array;

  constructor(files: AllFiles, means: readonly TableMeans[], left: ReadonlySet<AbsolutePath>) {
    this.#answers = new Uint8Array(files.count);
    for (const [index, { root, kind, packages }] of files.tables.entries()) {
      if (kind === "uv-cache") continue;
      const by = means[index]!.means;
      const own = left.has(root) ? LEFT : 0;
      for (let file = files.start(index); file < files.end(index); file++) {
        const owner = files.package(file);
        const isInPlace = by === "hard links" && (files.kind(file) & WRITTEN_IN_PLACE) !== 0;
        const isFit = by !== null && !isInPlace && (owner < 0 || packages[owner]!.leftOut === null);
        this.#answers[file] = own | (isFit ? FIT : 0);
      }
    }
  }

  isLinkable(file: number): boolean {
    return this.#answers[file] === FIT;
  }

  /** Linkable, but for its environment. */
  isHeldBack(file: number): boolean {
    return this.#answers[file] === (FIT | LEFT);
  }

  /** By what it is; its environment may be left. */
  isFit(file: number): boolean {
    return (this.#answers[file]! & FIT) !== 0;
  }

  isLeft(file: number): boolean {
    return (this.#answers[file]! & LEFT) !== 0;
  }
}
