import { dataHome } from "../../system/state-directories.ts";
import { openDirectory, type DirectoryHandle } from "../../system/directory-handle.ts";
import { encode, realPath } from "../../system/files.ts";
import type { Host } from "../../system/host.ts";
import type { MutatingCalls } from "../../system/mutate/calls.ts";
import { OPEN_DIRECTORY_PATH } from "../../system/syscalls/calls.ts";
import { errorName } from "../../system/syscalls/errors.ts";
import { join, nameOf, parentOf, type AbsolutePath } from "../../model/path.ts";
import { reasonFor } from "../removal/outcome.ts";

/**
 * Finds the trash directory for things on a filesystem and makes it where that is allowed, by the FreeDesktop.org
 * Trash specification 1.0: the home trash for what lies on its filesystem; else `.Trash/$uid` in the top directory if
 * an administrator made `.Trash` with a sticky bit and it is no link; else `.Trash-$uid` there. One that belongs to
 * somebody else is not used. "Filesystem" means device and mount, for a rename can't cross a bind mount either.
 */
export interface TrashDirectory {
  readonly path: AbsolutePath;
  /** What paths in `.trashinfo` are relative to; null for absolute ones. */
  readonly relativeTo: AbsolutePath | null;
  readonly files: number;
  readonly info: number;
}

export interface NoTrash {
  readonly code: string;
  readonly reason: string;
}

/** Both directories of the result stay open until `closeTrash`. */
export function trashDirectoryFor(calls: MutatingCalls, host: Host, item: DirectoryHandle): TrashDirectory | NoTrash {
  const home = homeTrash(calls, host, item);
  if (home && "files" in home) return home;
  if (home && isFull(home.code)) return home;
  return volumeTrash(calls, host, item);
}

export function closeTrash(calls: MutatingCalls, trash: TrashDirectory): void {
  calls.close(trash.files);
  calls.close(trash.info);
}

/** Opens a trash directory that is there already. Throws with a `code`. */
export function openTrash(calls: MutatingCalls, path: AbsolutePath): TrashDirectory {
  const files = openDirectory(calls, join(path, "files")).descriptor;
  try {
    return { path, relativeTo: null, files, info: openDirectory(calls, join(path, "info")).descriptor };
  } catch (error) {
    calls.close(files);
    throw error;
  }
}

/** Undefined when the home trash is not on the item's filesystem. */
function homeTrash(calls: MutatingCalls, host: Host, item: DirectoryHandle): TrashDirectory | NoTrash | undefined {
  const missing: string[] = [];
  let existing = join(dataHome(host), "Trash");
  let resolved: AbsolutePath | undefined;
  while ((resolved = resolve(existing)) === undefined && existing !== "/") {
    missing.unshift(nameOf(existing));
    existing = parentOf(existing);
  }
  if (!resolved) return undefined;
  return openedOr(calls, resolved, (nearest) => {
    if (!isSameFilesystem(nearest, item)) return undefined;
    const path = missing.reduce<AbsolutePath>((above, part) => join(above, part), resolved);
    return makeTrash(calls, host, nearest, missing, path, null);
  });
}

function volumeTrash(calls: MutatingCalls, host: Host, item: DirectoryHandle): TrashDirectory | NoTrash {
  const top = item.topDirectory;
  const found = openedOr(calls, top, (opened) => {
    const userId = String(host.userId);
    const shared = isSharedTrash(calls, opened)
      ? makeTrash(calls, host, opened, [".Trash", userId], join(join(top, ".Trash"), userId), top)
      : undefined;
    if (shared && "files" in shared) return shared;
    const own = `.Trash-${userId}`;
    return makeTrash(calls, host, opened, [own], join(top, own), top);
  });
  return found ?? { code: "ENOENT", reason: `there is no trash on the filesystem at ${top}` };
}

/** `.Trash` in a top directory: a real directory with its sticky bit set. */
function isSharedTrash(calls: MutatingCalls, top: DirectoryHandle): boolean {
  const record = calls.newRecord();
  const seen = calls.status(top.descriptor, calls.name(Buffer.from(".Trash")), record);
  return seen === 0 && record.isDirectory && (record.mode & 0o1000) !== 0;
}

/** Makes the missing directories below `base`, then `files` and `info`, each for the user alone. */
function makeTrash(
  calls: MutatingCalls,
  host: Host,
  base: DirectoryHandle,
  parts: readonly string[],
  path: AbsolutePath,
  relativeTo: AbsolutePath | null,
): TrashDirectory | NoTrash {
  const opened: number[] = [];
  let above = base.descriptor;
  const no = (code: string): NoTrash => ({ code, reason: whyNoTrash(code, path) });
  try {
    for (const part of parts) {
      const next = makeAndOpen(calls, above, part);
      if (next < 0) return no(errorName(next));
      opened.push((above = next));
    }
    const record = calls.newRecord();
    if (calls.statusOf(above, record) < 0 || record.owner !== host.userId) return no("NOT_OWNED");
    const files = makeAndOpen(calls, above, "files");
    if (files < 0) return no(errorName(files));
    const info = makeAndOpen(calls, above, "info");
    if (info >= 0) return { path, relativeTo, files, info };
    calls.close(files);
    return no(errorName(info));
  } finally {
    for (const descriptor of opened) calls.close(descriptor);
  }
}

/** A descriptor, or a negated errno: `ENOTDIR` where a link or a file has the name. */
function makeAndOpen(calls: MutatingCalls, above: number, part: string): number {
  const opened = calls.open(above, calls.name(encode(part)), OPEN_DIRECTORY_PATH);
  if (opened >= 0 || errorName(opened) !== "ENOENT") return opened;
  const made = calls.makeDirectory(above, calls.name(encode(part)), 0o700);
  if (made < 0 && errorName(made) !== "EEXIST") return made;
  return calls.open(above, calls.name(encode(part)), OPEN_DIRECTORY_PATH);
}

function whyNoTrash(code: string, path: AbsolutePath): string {
  if (code === "NOT_OWNED") return `the trash at ${path} belongs to somebody else`;
  if (code === "ENOTDIR" || code === "ELOOP") return `${path} is a link or no directory, so it can't be a trash`;
  if (isFull(code)) return `there is no space to make a trash at ${path}`;
  return `a trash can't be made at ${path}: ${reasonFor(code)}`;
}

export function isFull(code: string): boolean {
  return code === "ENOSPC" || code === "EDQUOT";
}

/** Opens a directory, hands it over and closes it. Undefined when it can't be opened. */
function openedOr<T>(calls: MutatingCalls, path: AbsolutePath, use: (opened: DirectoryHandle) => T): T | undefined {
  let opened: DirectoryHandle;
  try {
    opened = openDirectory(calls, path);
  } catch {
    // What can't be opened can't be a trash; another one is looked for.
    return undefined;
  }
  try {
    return use(opened);
  } finally {
    calls.close(opened.descriptor);
  }
}

function isSameFilesystem(a: DirectoryHandle, b: DirectoryHandle): boolean {
  return a.device === b.device && a.mountId === b.mountId;
}

/** The user's own directory may lead through links; undefined while it does not exist. */
function resolve(path: AbsolutePath): AbsolutePath | undefined {
  try {
    return realPath(path);
  } catch {
    // Beyond a loop or a closed directory nothing can be made either, and then that is said.
    return undefined;
  }
}
