import type { AllFiles } from "./all-files.ts";
import type { ChosenLinks } from "./chosen-links.ts";
import type { Inode } from "./storage.ts";

/**
 * Decides which inodes of one content on one filesystem become names of another one. It takes:
 *
 * - only inodes whose every name is known and may be linked, for the others give nothing back;
 * - as leaders first what lies in uv's cache, then what has names elsewhere, then the oldest: a file that looks younger
 *   than its installation counts as changed, so none is linked to a younger one;
 * - no more names than the filesystem allows: then the next one begins anew.
 */
export function chooseHardLinks(
  files: AllFiles,
  inodes: readonly Inode[],
  mayLink: (file: number) => boolean,
  mostLinks: number,
  plan: ChosenLinks,
): void {
  const ordered = inodes.toSorted((a, b) => rank(files, a) - rank(files, b) || ageOf(files, a) - ageOf(files, b));
  const leaders: { readonly file: number; links: number }[] = [];
  for (const { files: names, outside } of ordered) {
    const first = names[0]!;
    const goes = outside <= 0 && names.every(mayLink);
    const notAfter = names.reduce((least, file) => Math.min(least, files.notAfter(file)), Infinity);
    const leader = goes
      ? leaders.find(
          (one) =>
            one.links + names.length <= mostLinks &&
            files.modifiedMs(one.file) <= notAfter &&
            files.hasSameAccess(one.file, first),
        )
      : undefined;
    if (leader) {
      leader.links += names.length;
      plan.link(names, leader.file, files.allocated(first));
      plan.countHardLinks(files, names, leader.file);
    } else if (files.isCached(first) || names.some(mayLink)) {
      // One name of it may be led to, whatever the other ones are.
      const file = files.isCached(first) ? first : names.find(mayLink)!;
      leaders.push({ file, links: files.links(first) });
    }
  }
}

function rank(files: AllFiles, { files: names, outside }: Inode): number {
  if (names.some((file) => files.isCached(file))) return 0;
  return outside > 0 ? 1 : 2;
}

function ageOf(files: AllFiles, { files: names }: Inode): number {
  return files.modifiedMs(names[0]!);
}
