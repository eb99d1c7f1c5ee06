import { decode } from "../../system/files.ts";
import type { Host } from "../../system/host.ts";
import { mountOf, mounts, type Mount } from "../../system/mounts.ts";
import { OPEN_DIRECTORY, type SystemCalls } from "../../system/syscalls/calls.ts";
import { DirectoryEntries, ENTRY_DIRECTORY, ENTRY_UNKNOWN } from "../../system/syscalls/directory-entries.ts";
import { isWithin, join, type AbsolutePath } from "../../model/path.ts";

/**
 * Looks for other filesystems in a directory before anything of it is removed. The list of mounts is asked first: it
 * also knows of bind mounts, and of files that are mounted upon. Where it can't be had, doesn't hold the mount, or the
 * filesystem has volumes of its own (btrfs, bcachefs), all directories are looked at too.
 */
export interface Surroundings {
  /** A mount point or volume inside, or null. */
  readonly mountInside: AbsolutePath | null;
  /** A listing gives the same inode as a status: not so on overlays and some network filesystems. */
  readonly trustsListedInodes: boolean;
}

export interface Opened {
  readonly path: AbsolutePath;
  readonly descriptor: number;
  readonly device: number;
  readonly inode: bigint;
  readonly mountId: number;
}

const PLAIN = new Set(["ext2", "ext3", "ext4", "xfs", "tmpfs", "f2fs", "jfs", "reiserfs"]);

export function surroundingsOf(calls: SystemCalls, host: Host, opened: Opened): Surroundings {
  const all = knownMounts(host);
  const own = opened.mountId ? all.find(({ id }) => id === opened.mountId) : mountOf(opened.path, all);
  const inside = all.find(({ path }) => path !== opened.path && isWithin(path, opened.path));
  const isPlain = own !== undefined && PLAIN.has(own.type);
  const mountInside = inside?.path ?? (isPlain ? null : otherVolumeIn(calls, opened));
  return { mountInside, trustsListedInodes: isPlain };
}

function knownMounts(host: Host): readonly Mount[] {
  try {
    return mounts(host);
  } catch {
    // Without the list every directory is looked at instead.
    return [];
  }
}

/** Looks at every directory. Only the one looked at is open, so that depth costs no handles. */
function otherVolumeIn(calls: SystemCalls, opened: Opened): AbsolutePath | null {
  const record = calls.newRecord();
  const memory = calls.newMemory(32 * 1024);
  const entries = new DirectoryEntries(memory);
  const stack = [{ name: "", inode: opened.inode, pending: [] as Buffer[] }];
  const pathOf = (last: string): AbsolutePath =>
    [...stack.slice(1).map(({ name }) => name), last].reduce<AbsolutePath>(
      (path, part) => join(path, part),
      opened.path,
    );
  const move = (name: Buffer): void => {
    const next = calls.open(descriptor, calls.name(name), OPEN_DIRECTORY);
    calls.close(descriptor);
    descriptor = next;
  };
  const collect = (pending: Buffer[]): void => {
    for (let filled; (filled = calls.list(descriptor, memory)) > 0;) {
      entries.reset(filled);
      while (entries.next()) {
        const mayBeOne = entries.type === ENTRY_DIRECTORY || entries.type === ENTRY_UNKNOWN;
        if (!mayBeOne || calls.status(descriptor, entries.nameAddress, record) < 0 || !record.isDirectory) continue;
        pending.push(Buffer.from(entries.name));
      }
    }
  };
  let descriptor = calls.open(opened.descriptor, calls.name(DOT), OPEN_DIRECTORY);
  collect(stack[0]!.pending);
  try {
    while (descriptor >= 0) {
      const top = stack[stack.length - 1]!;
      const name = top.pending.pop();
      if (name) {
        if (calls.status(descriptor, calls.name(name), record) < 0) continue;
        if (record.device !== opened.device || record.mountId !== opened.mountId) return pathOf(decode(name));
        const { inode, mode } = record;
        // One that can't be listed is looked at again when the removal enters it.
        if ((mode & 0o170000) !== 0o040000 || !canEnter(calls, descriptor, name)) continue;
        move(name);
        stack.push({ name: decode(name), inode, pending: [] });
        collect(stack[stack.length - 1]!.pending);
      } else {
        stack.pop();
        const above = stack[stack.length - 1];
        if (!above) return null;
        move(DOTS);
        // A directory that was moved away is noticed by the removal, which checks as it goes.
        if (descriptor < 0 || calls.statusOf(descriptor, record) < 0 || record.inode !== above.inode) return null;
      }
    }
    return null;
  } finally {
    if (descriptor >= 0) calls.close(descriptor);
  }
}

function canEnter(calls: SystemCalls, descriptor: number, name: Buffer): boolean {
  const opened = calls.open(descriptor, calls.name(name), OPEN_DIRECTORY);
  if (opened >= 0) calls.close(opened);
  return opened >= 0;
}

const DOT = Buffer.from(".");
const DOTS = Buffer.from("..");
