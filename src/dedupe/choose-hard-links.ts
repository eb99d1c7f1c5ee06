import type { AllFiles } from "./all-files.ts";
import type { TableMeans } from "./analyse.ts";
import type { ChosenLinks } from "./chosen-links.ts";
import { TOUCHED } from "./file-table.ts";
import type { Linkable } from "./linkable.ts";
import type { Stored } from "./stored.ts";

const NONE = -1;

interface Leader {
  readonly file: number;
  readonly modifiedMs: number;
  readonly mount: TableMeans;
  links: number;
}

/**
 * Decides which inodes of one content on one filesystem, those from `from` on, become names of another one. It takes:
 *
 * - only inodes whose every name is known and may be linked, for the others give nothing back;
 * - as leaders first what lies in uv's cache, then what has names elsewhere, then the oldest: a file that looks younger
 *   than its installation counts as changed, so none is linked to a younger one; what was touched since comes last, as
 *   long as something can be linked that way;
 * - no more names than the filesystem allows: then the next one begins anew;
 * - none whose names do not all lie in the mount of the one that leads: no link leads to another;
 * - no inode that has a name in an environment that is left, unless it is one of uv's cache, which may lead.
 */
export function chooseHardLinks(
  files: AllFiles,
  stored: Stored,
  from: number,
  which: Allowed,
  plan: ChosenLinks,
): void {
  const order = inOrder(files, stored, from);
  const careful = touchedLast(files, stored, order);
  const isDone = careful !== order && chooseAmong(files, stored, careful, which, plan);
  if (!isDone) chooseAmong(files, stored, order, which, plan);
}

interface Allowed {
  readonly linkable: Linkable;
  readonly means: readonly TableMeans[];
}

/** The first of the inodes lead where they may. False when nothing is to be linked. */
function chooseAmong(
  files: AllFiles,
  stored: Stored,
  inodes: readonly number[],
  { linkable, means }: Allowed,
  plan: ChosenLinks,
): boolean {
  const leaders: Leader[] = [];
  const heldBack: number[][] = [];
  const before = plan.links;
  for (const inode of inodes) {
    const first = stored.first(inode);
    const cached = stored.cachedName(inode);
    if (cached === NONE && isLeft(inode)) {
      heldBack.push(stored.heldBackNames(inode, linkable));
      continue;
    }
    const leader = leaderFor(inode);
    if (leader) {
      leader.links += stored.names(inode);
      let last = first;
      for (let file = first; file !== NONE; file = stored.next((last = file))) plan.linkHard(files, file, leader.file);
      plan.givesBack(last, files.allocated(first));
      continue;
    }
    // One name of it may be led to, whatever the other ones are.
    const file = cached === NONE ? stored.linkableName(inode, linkable) : cached;
    if (file === NONE) continue;
    leaders.push({ file, modifiedMs: files.modifiedMs(file), mount: mountOf(file), links: files.links(file) });
  }
  if (heldBack.length > 0) {
    const twins = leaders.map(({ file }) => file);
    plan.holdBack(files, heldBack, twins, (one, other) => files.hasSameAccess(one, other));
  }
  return plan.links > before;

  function mountOf(file: number): TableMeans {
    return means[files.tableOf(file)]!;
  }

  function isLeft(inode: number): boolean {
    for (let file = stored.first(inode); file !== NONE; file = stored.next(file))
      if (linkable.isLeft(file)) return true;
    return false;
  }

  function leaderFor(inode: number): Leader | undefined {
    if (leaders.length === 0 || stored.outside(inode) > 0) return undefined;
    const first = stored.first(inode);
    const mount = mountOf(first);
    let notAfter = Infinity;
    for (let file = first; file !== NONE; file = stored.next(file)) {
      if (!linkable.isLinkable(file)) return undefined;
      if (mountOf(file) !== mount) return undefined;
      notAfter = Math.min(notAfter, files.notAfter(file));
    }
    for (const leader of leaders) {
      const hasRoom = leader.links + stored.names(inode) <= mount.mostLinks;
      if (hasRoom && leader.mount === mount && leader.modifiedMs <= notAfter && files.hasSameAccess(leader.file, first))
        return leader;
    }
    return undefined;
  }
}

/**
 * The same order, but last what was touched since it was installed, for it may differ from what its package's list says,
 * or be immutable: the others are not to depend on it. What has several names was compared when it got them. The same
 * array where nothing or everything was touched.
 */
function touchedLast(files: AllFiles, stored: Stored, order: number[]): number[] {
  if (!order.some(isTouched)) return order;
  const touched = order.filter(isTouched);
  return touched.length === order.length ? order : [...order.filter((inode) => !isTouched(inode)), ...touched];

  function isTouched(inode: number): boolean {
    const first = stored.first(inode);
    const isAlone = stored.names(inode) === 1 && stored.outside(inode) === 0;
    return isAlone && (files.kind(first) & TOUCHED) !== 0 && !files.isCached(first);
  }
}

/** The inodes from `from` on, those that lead best first. */
function inOrder(files: AllFiles, stored: Stored, from: number): number[] {
  const order: number[] = [];
  let isSorted = true;
  for (let inode = from; inode < stored.inodes; inode++) {
    if (isSorted && inode > from && compare(inode - 1, inode) > 0) isSorted = false;
    order.push(inode);
  }
  return isSorted ? order : order.sort(compare);

  function compare(one: number, other: number): number {
    return rank(stored, one) - rank(stored, other) || age(one) - age(other);
  }

  function age(inode: number): number {
    return files.modifiedMs(stored.first(inode));
  }
}

function rank(stored: Stored, inode: number): number {
  if (stored.cachedName(inode) !== NONE) return 0;
  return stored.outside(inode) > 0 ? 1 : 2;
}
