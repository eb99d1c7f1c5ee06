import type { Extents, ExtentReader } from "../system/extents.ts";
import type { AllFiles } from "./all-files.ts";

/** Files of one content on one filesystem that are one inode. */
export interface Inode {
  readonly inode: number | bigint;
  readonly files: number[];
  /** Names that were not looked at. */
  outside: number;
}

/** Files of one content on one filesystem that take their blocks once. */
export interface Storage {
  readonly inodes: Inode[];
  /** Bytes on disk, once. */
  readonly allocated: number;
  /** Undefined where nobody can say: then nothing is known of sharing beyond hard links. */
  readonly extents: Extents | undefined;
}

/** The inodes among files that all lie on one filesystem, in the order of their first files. */
export function inodesOf(files: AllFiles, members: readonly number[]): Inode[] {
  const found: Inode[] = [];
  for (const file of members) {
    const inode = files.inode(file);
    let known: Inode | undefined;
    for (const one of found) {
      if (one.inode !== inode) continue;
      known = one;
      break;
    }
    if (known) {
      known.files.push(file);
      known.outside--;
    } else found.push({ inode, files: [file], outside: files.links(file) - 1 });
  }
  return found;
}

/** Without a reader each inode has a storage of its own. */
export function storagesOf(files: AllFiles, inodes: readonly Inode[], reader: ExtentReader | undefined): Storage[] {
  const byPlacement = new Map<string, Storage>();
  return inodes.flatMap((inode) => {
    const file = inode.files[0]!;
    const extents = inodes.length > 1 ? reader?.read(files.path(file)) : undefined;
    const known = extents && byPlacement.get(extents.placement);
    if (known) {
      known.inodes.push(inode);
      return [];
    }
    const storage = { inodes: [inode], allocated: files.allocated(file), extents };
    if (extents && !extents.isInline) byPlacement.set(extents.placement, storage);
    return [storage];
  });
}
