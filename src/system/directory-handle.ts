import { encode } from "./files.ts";
import { CURRENT_DIRECTORY, OPEN_DIRECTORY_PATH, checked, type SystemCalls } from "./syscalls/calls.ts";
import { SystemCallError } from "./syscalls/errors.ts";
import type { StatusRecord } from "./syscalls/status-record.ts";
import type { AbsolutePath } from "../model/path.ts";

/** A directory that is held open: whatever is done relative to it happens in it, wherever its path leads by then. */
export interface DirectoryHandle {
  /** Opened with `O_PATH`: good for relative calls, not for listing. */
  readonly descriptor: number;
  readonly path: AbsolutePath;
  readonly device: number;
  readonly inode: bigint;
  /** 0 where the kernel doesn't say. */
  readonly mountId: number;
  /** The mount point that it lies below: the highest directory on the same mount and device. */
  readonly topDirectory: AbsolutePath;
}

/**
 * Opens a directory from the root, one part at a time, and follows no link on the way. Throws with a `code`:
 * `ENOTDIR` where a part is a link or no directory, `ENOENT`, `EACCES` …; `EINVAL` for a path with `.` or `..`.
 */
export function openDirectory(calls: SystemCalls, path: AbsolutePath): DirectoryHandle {
  const parts = path.split("/").filter((part) => part !== "");
  if (!path.startsWith("/") || parts.includes(".") || parts.includes("..")) {
    throw new SystemCallError("EINVAL", "open", path);
  }
  const record = calls.newRecord();
  let handle = openRoot(calls, record);
  for (const part of parts) {
    try {
      handle = openNext(calls, handle, part, record);
    } catch (error) {
      calls.close(handle.descriptor);
      throw error;
    }
  }
  return handle;
}

/** Opens, hands over and closes, whatever happens. */
export function withDirectory<T>(calls: SystemCalls, path: AbsolutePath, use: (handle: DirectoryHandle) => T): T {
  const handle = openDirectory(calls, path);
  try {
    return use(handle);
  } finally {
    calls.close(handle.descriptor);
  }
}

function openRoot(calls: SystemCalls, record: StatusRecord): DirectoryHandle {
  const name = calls.name(Buffer.from("/"));
  const descriptor = checked(calls.open(CURRENT_DIRECTORY, name, OPEN_DIRECTORY_PATH), "open", "/");
  checked(calls.statusOf(descriptor, record), "status", "/");
  const { device, inode, mountId } = record;
  return { descriptor, path: "/" as AbsolutePath, device, inode, mountId, topDirectory: "/" as AbsolutePath };
}

/** Opens an entry of the handle's directory and lets go of the handle. */
function openNext(calls: SystemCalls, above: DirectoryHandle, part: string, record: StatusRecord): DirectoryHandle {
  const path = (above.path === "/" ? `/${part}` : `${above.path}/${part}`) as AbsolutePath;
  const opened = calls.open(above.descriptor, calls.name(encode(part)), OPEN_DIRECTORY_PATH);
  const descriptor = checked(opened, "open", path);
  const seen = calls.statusOf(descriptor, record);
  if (seen < 0) calls.close(descriptor);
  checked(seen, "status", path);
  calls.close(above.descriptor);
  const { device, inode, mountId } = record;
  const topDirectory = device === above.device && mountId === above.mountId ? above.topDirectory : path;
  return { descriptor, path, device, inode, mountId, topDirectory };
}
