import type { AllFiles } from "./all-files.ts";
import type { ChosenLinks } from "./chosen-links.ts";
import { TOUCHED } from "./file-table.ts";
import type { Linkable } from "./linkable.ts";
import type { Stored } from "./stored.ts";

const NONE = -1;

/** Where the blocks of one inode or several lie. */
interface Storage {
  readonly number: number;
  readonly inodes: number[];
}

/**
 * Decides which files of one content on one filesystem, the inodes from `from` on, are to share the blocks of another.
 * Each stays a file of its own, so mode and times do not matter; only what belongs to one user is put together. What is
 * held by something that was not looked at leads, for it gives nothing back. Blocks that an environment which is left
 * holds as well may be shared with more files, through a name in another one.
 */
export function chooseSharedExtents(
  files: AllFiles,
  stored: Stored,
  from: number,
  linkable: Linkable,
  plan: ChosenLinks,
): void {
  const leaders: number[] = [];
  const heldBack: number[][] = [];
  for (const storage of inOrder(files, stored, from)) {
    const [one] = storage.inodes;
    const first = stored.first(one!);
    const extents = stored.extents[storage.number];
    // Nothing lies in blocks of its own: neither does it gain nor does it lead.
    if (extents?.isInline || files.allocated(first) === 0) continue;
    const names = storage.inodes.map((inode) => stored.linkableName(inode, linkable));
    const held = holdsOnlyThese(stored, storage);
    const known = leaders.find((file) => files.hasSameOwner(file, first));
    const leader = !names.includes(NONE) && held !== "no" ? known : undefined;
    if (leader !== undefined) {
      for (const file of names) plan.link(file, leader);
      const isSure = extents !== undefined && !extents.isEncoded && held === "yes";
      plan.givesBack(names.at(-1)!, isSure ? files.allocated(first) : 0, files.allocated(first));
      continue;
    }
    const cached = stored.cachedName(one!);
    const own = cached === NONE ? (names.find((file) => file !== NONE) ?? NONE) : cached;
    if (own !== NONE && known === undefined) leaders.push(own);
    else heldBack.push(storage.inodes.flatMap((inode) => stored.heldBackNames(inode, linkable)));
  }
  plan.holdBack(files, heldBack, leaders, (one, other) => files.hasSameOwner(one, other));
}

/** The storages of the inodes from `from` on, those that lead best first. */
function inOrder(files: AllFiles, stored: Stored, from: number): Storage[] {
  const storages = new Map<number, Storage>();
  for (let inode = from; inode < stored.inodes; inode++) {
    const number = stored.storageOf[inode]!;
    const known = storages.get(number);
    if (known) known.inodes.push(inode);
    else storages.set(number, { number, inodes: [inode] });
  }
  return [...storages.values()]
    .map((storage) => ({ storage, rank: rank(files, stored, storage) }))
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ storage }) => storage);
}

/** Is everything that holds these blocks among the files that were looked at? */
function holdsOnlyThese(stored: Stored, { number, inodes }: Storage): "yes" | "no" | "unknown" {
  const extents = stored.extents[number];
  if (extents === undefined) return "unknown";
  if (extents.isShared === false) return "yes";
  // The filesystem says that there is another holder, not who: with one file known it is a stranger.
  return inodes.length > 1 ? "unknown" : extents.isShared === true ? "no" : "unknown";
}

function rank(files: AllFiles, stored: Stored, storage: Storage): number {
  if (storage.inodes.some((inode) => stored.cachedName(inode) !== NONE)) return 0;
  if (isTouched(files, stored, storage)) return 3;
  return holdsOnlyThese(stored, storage) === "no" ? 1 : 2 - Math.min(1, storage.inodes.length / 1e6);
}

/** Changed since it was installed, perhaps in its content: the others are not to depend on it. */
function isTouched(files: AllFiles, stored: Stored, { inodes: [inode, ...others] }: Storage): boolean {
  return others.length === 0 && (files.kind(stored.first(inode!)) & TOUCHED) !== 0;
}
