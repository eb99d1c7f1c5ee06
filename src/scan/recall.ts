import { isProgramOfPixi } from "../environments/user-data.ts";
import type { LinkTable } from "../model/links.ts";
import { join, type AbsolutePath } from "../model/path.ts";
import type { DirectoryReader, EntryStatus, Looker } from "../system/directory-reader.ts";
import { decode, type Status } from "../system/files.ts";
import type { LookedInodes } from "./looked-inodes.ts";
import { mixed } from "./recorder.ts";
import type { Remembered } from "./remembered.ts";
import type { Tally } from "./tally.ts";

/** The sums of an environment as the index has them. */
export type Recalled = Tally & { readonly nested: readonly AbsolutePath[] };

/**
 * Checks what the index says of an environment against the disk: every directory is the same and unchanged, files that
 * may change in place are what they were, inodes with several links still have as many, and a sample of the others
 * still has one. One memory of inodes serves a whole scan, where many environments share the same files.
 */
export class Recall {
  readonly #reader: DirectoryReader;
  readonly #looked: LookedInodes;
  readonly #path = new Uint8Array(8192);

  constructor(reader: DirectoryReader, looked: LookedInodes) {
    this.#reader = reader;
    this.#looked = looked;
  }

  /** Undefined when anything is not as it was. */
  check(remembered: Remembered, place: AbsolutePath, found: Status): Recalled | undefined {
    const { head, stamps } = remembered;
    const { device } = found;
    if (head.path !== place || head.device !== device || !isStamped(found, stamps, 0)) return undefined;
    if (head.isProgramOfPixi !== isProgramOfPixi(place)) return undefined;
    this.#looked.enter(device);
    const looker = this.#reader.lookBelow(place);
    try {
      const holds =
        this.#directoriesHold(remembered, looker) &&
        this.#linksHold(remembered, looker) &&
        this.#sampleHolds(remembered, looker) &&
        this.#filesHold(remembered, place);
      return holds ? recalledFrom(remembered) : undefined;
    } finally {
      looker.close();
      this.#reader.close();
    }
  }

  #directoriesHold({ head, stamps, directories, names }: Remembered, looker: Looker): boolean {
    // The first one is the environment itself, which has no path below itself.
    for (let at = 1; at < directories.length; at++) {
      const found = looker.look(names, directories[at]!);
      if (found?.kind !== "directory" || found.device !== head.device || !isStamped(found, stamps, at)) return false;
    }
    return true;
  }

  #linksHold(remembered: Remembered, looker: Looker): boolean {
    const { inodes, links, located } = remembered;
    const last = links.length - 1;
    for (let step = 0; step <= last; step++) {
      const at = this.#looked.isBackward ? last - step : step;
      const inode = inodes[at]!;
      let count = this.#looked.get(inode);
      if (count === 0) {
        const found = this.#look(remembered, looker, located[2 * at]!, located[2 * at + 1]!);
        if (found?.inode !== inode) return false;
        count = found.links;
        this.#looked.set(inode, count);
      }
      if (count !== links[at]) return false;
    }
    return true;
  }

  #sampleHolds(remembered: Remembered, looker: Looker): boolean {
    const { sample } = remembered;
    for (let at = 0; at < sample.length; at += 2) {
      if (this.#look(remembered, looker, sample[at]!, sample[at + 1]!)?.links !== 1) return false;
    }
    return true;
  }

  #filesHold({ stamps, directories, changeable, names }: Remembered, place: AbsolutePath): boolean {
    for (let at = 0; at < changeable.length; at += 2) {
      const index = changeable[at]!;
      const start = directories[index]!;
      const relative = decode(Buffer.from(names.subarray(start, names.indexOf(0, start))));
      if (this.#sumOf(index === 0 ? place : join(place, relative)) !== changeable[at + 1]) return false;
    }
    return stamps.length > 0;
  }

  /** Undefined when the directory cannot be read. */
  #sumOf(directory: AbsolutePath): number | undefined {
    let sum = 0;
    let isReadable = true;
    try {
      this.#reader.read(directory, {
        onEntry: (entry) => {
          if (entry.kind !== "directory") sum = (sum + mixed(entry)) >>> 0;
        },
        onFault: () => (isReadable = false),
      });
    } catch {
      // Gone or closed since: the measuring that follows says so.
      return undefined;
    }
    return isReadable ? sum : undefined;
  }

  #look({ directories, names }: Remembered, looker: Looker, index: number, name: number): EntryStatus | undefined {
    const path = this.#path;
    let length = 0;
    for (let at = directories[index]!; names[at] !== 0; at++) path[length++] = names[at]!;
    if (length > 0) path[length++] = SLASH;
    for (let at = name; names[at] !== 0 && length < path.length - 1; at++) path[length++] = names[at]!;
    path[length] = 0;
    return looker.look(path, 0);
  }
}

const SLASH = 47;

type Stamped = Pick<EntryStatus, "inode" | "modified" | "changed">;

function isStamped(found: Stamped, stamps: Float64Array, index: number): boolean {
  const at = 3 * index;
  return found.inode === stamps[at] && found.modified === stamps[at + 1] && found.changed === stamps[at + 2];
}

/** With arrays of their own: a view that goes to another thread takes the whole file along. */
function recalledFrom({ head, inodes, links, seen, allocated }: Remembered): Recalled {
  const table: LinkTable = {
    device: head.device,
    inodes: inodes.slice(),
    links: links.slice(),
    seen: seen.slice(),
    allocated: allocated.slice(),
  };
  return { ...head.sums, links: table, contents: head.contents, problems: [], mounts: [], nested: head.nested };
}
