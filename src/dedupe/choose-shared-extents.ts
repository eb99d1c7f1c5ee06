import type { AllFiles } from "./all-files.ts";
import type { ChosenLinks } from "./chosen-links.ts";
import type { Storage } from "./storage.ts";

/**
 * Decides which files of one content on one filesystem are to share the blocks of another. Each stays a file of its own,
 * so mode and times do not matter; only what belongs to one user is put together. What is held by something that was
 * not looked at leads, for it gives nothing back.
 */
export function chooseSharedExtents(
  files: AllFiles,
  storages: readonly Storage[],
  mayLink: (file: number) => boolean,
  plan: ChosenLinks,
): void {
  const ordered = storages.toSorted((a, b) => rank(files, a) - rank(files, b));
  const leaders: number[] = [];
  for (const storage of ordered) {
    const { inodes, extents } = storage;
    const names = inodes.map(({ files: of }) => of.find(mayLink) ?? -1);
    const first = inodes[0]!.files[0]!;
    // Nothing lies in blocks of its own: neither does it gain nor does it lead.
    if (extents?.isInline || files.allocated(first) === 0) continue;
    const isWhole = !names.includes(-1);
    const leader =
      isWhole && holdsOnlyThese(storage) !== "no" ? leaders.find((one) => files.hasSameOwner(one, first)) : undefined;
    if (leader !== undefined) {
      const isSure = extents !== undefined && !extents.isEncoded && holdsOnlyThese(storage) === "yes";
      plan.link(names, leader, isSure ? storage.allocated : 0, storage.allocated);
    } else if (files.isCached(first) || names[0] !== -1) {
      leaders.push(files.isCached(first) ? first : names[0]!);
    }
  }
}

/** Is everything that holds these blocks among the files that were looked at? */
function holdsOnlyThese({ inodes, extents }: Storage): "yes" | "no" | "unknown" {
  if (extents === undefined) return "unknown";
  if (extents.isShared === false) return "yes";
  // The filesystem says that there is another holder, not who: with one file known it is a stranger.
  return inodes.length > 1 ? "unknown" : extents.isShared === true ? "no" : "unknown";
}

function rank(files: AllFiles, storage: Storage): number {
  if (storage.inodes.some(({ files: names }) => names.some((file) => files.isCached(file)))) return 0;
  return holdsOnlyThese(storage) === "no" ? 1 : 2 - Math.min(1, storage.inodes.length / 1e6);
}
