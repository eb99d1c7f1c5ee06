import type { Extents, ExtentReader } from "../system/extents.ts";
import type { AllFiles } from "./all-files.ts";
import type { Linkable } from "./linkable.ts";

const NONE = -1;
/** Up to so many inodes are compared one by one: that is sooner done than making a map. */
const FEW = 64;

/**
 * How the files of one content are stored: which are names of one inode, and which inodes take their blocks once. It is
 * filled filesystem by filesystem and used again for the next content, for there are hundreds of thousands.
 */
export class Stored {
  /** Inodes; those of a filesystem lie together, in the order of their first files. */
  inodes = 0;
  /** Places that hold the blocks of one inode or several. */
  storages = 0;
  /** By inode: its storage. */
  readonly storageOf: number[] = [];
  /** By storage; undefined where nobody can say: then nothing is known of sharing beyond hard links. */
  readonly extents: (Extents | undefined)[] = [];
  readonly #files: AllFiles;
  /** By inode: its first name, how many there are, and how many were not looked at. */
  readonly #first: number[] = [];
  readonly #names: number[] = [];
  readonly #outside: number[] = [];
  /** By file: the next name of the same inode, or -1. */
  readonly #next: Int32Array;

  constructor(files: AllFiles) {
    this.#files = files;
    this.#next = new Int32Array(files.count).fill(NONE);
  }

  clear(): void {
    this.inodes = this.storages = 0;
  }

  /** The files all lie on one filesystem. Without a reader each inode has a storage of its own. */
  add(members: ArrayLike<number>, reader?: ExtentReader): void {
    const files = this.#files;
    const from = this.inodes;
    let byNumber: Map<number | bigint, number> | undefined;
    for (let at = 0; at < members.length; at++) {
      const file = members[at]!;
      if (byNumber === undefined && this.inodes - from === FEW) byNumber = this.#numbers(from);
      const number = files.inode(file);
      const known = byNumber ? byNumber.get(number) : this.#find(from, number);
      if (known !== undefined) {
        this.#addName(known, file);
        continue;
      }
      const inode = this.inodes++;
      byNumber?.set(number, inode);
      this.#first[inode] = file;
      this.#names[inode] = 1;
      this.#outside[inode] = files.links(file) - 1;
    }
    const isRead = reader !== undefined && this.inodes - from > 1;
    const byPlacement = new Map<string, number>();
    for (let inode = from; inode < this.inodes; inode++) {
      const extents = isRead ? reader.read(files.path(this.#first[inode]!)) : undefined;
      const shared = extents && byPlacement.get(extents.placement);
      const storage = (this.storageOf[inode] = shared ?? this.storages++);
      if (shared !== undefined) continue;
      this.extents[storage] = extents;
      if (extents && !extents.isInline) byPlacement.set(extents.placement, storage);
    }
  }

  /** The first name of an inode; the others follow with `next`. */
  first(inode: number): number {
    return this.#first[inode]!;
  }

  /** The next name of the same inode, or -1. */
  next(file: number): number {
    return this.#next[file]!;
  }

  names(inode: number): number {
    return this.#names[inode]!;
  }

  /** Names of an inode that were not looked at. */
  outside(inode: number): number {
    return this.#outside[inode]!;
  }

  /** A name of it that lies in uv's cache, or -1. */
  cachedName(inode: number): number {
    if (!this.#files.hasCached) return NONE;
    for (let file = this.first(inode); file !== NONE; file = this.next(file))
      if (this.#files.isCached(file)) return file;
    return NONE;
  }

  /** A name of it that may be linked, or -1. */
  linkableName(inode: number, linkable: Linkable): number {
    for (let file = this.first(inode); file !== NONE; file = this.next(file))
      if (linkable.isLinkable(file)) return file;
    return NONE;
  }

  /** Its names that could be linked if their environments were not left. */
  heldBackNames(inode: number, linkable: Linkable): number[] {
    const names: number[] = [];
    for (let file = this.first(inode); file !== NONE; file = this.next(file))
      if (linkable.isHeldBack(file)) names.push(file);
    return names;
  }

  #find(from: number, number: number | bigint): number | undefined {
    for (let inode = from; inode < this.inodes; inode++) {
      if (this.#files.inode(this.#first[inode]!) === number) return inode;
    }
    return undefined;
  }

  #numbers(from: number): Map<number | bigint, number> {
    const numbers = new Map<number | bigint, number>();
    for (let inode = from; inode < this.inodes; inode++) numbers.set(this.#files.inode(this.#first[inode]!), inode);
    return numbers;
  }

  #addName(inode: number, file: number): void {
    let last = this.#first[inode]!;
    while (this.#next[last] !== NONE) last = this.#next[last]!;
    this.#next[last] = file;
    this.#names[inode]!++;
    this.#outside[inode]!--;
  }
}
