import type { AbsolutePath } from "../model/path.ts";
import { encode } from "./files.ts";
import { CURRENT_DIRECTORY, OPEN_DIRECTORY, systemCalls } from "./syscalls/calls.ts";

/** `_IOR('X', 126, struct xfs_fsop_geom)`, `xfs_fs.h`; its flags lie at byte 92. */
const XFS_IOC_FSGEOMETRY = 0x8100587e;
const FLAGS_AT = 92;
const HAS_REFLINKS = 1 << 20;

/** Links are made by the system's own calls alone: are they there? */
export function canLink(): boolean {
  return systemCalls() !== undefined;
}

/** Can files on the filesystem of this directory share blocks? btrfs always can; XFS says how it was made. */
export function hasReflinks(directory: AbsolutePath, type: string | null): boolean {
  if (type === "btrfs") return true;
  return type === "xfs" && xfsHasReflinks(directory);
}

function xfsHasReflinks(directory: AbsolutePath): boolean {
  const calls = systemCalls();
  if (!calls) return false;
  const descriptor = calls.open(CURRENT_DIRECTORY, calls.name(encode(directory)), OPEN_DIRECTORY);
  if (descriptor < 0) return false;
  try {
    const memory = calls.newMemory(256);
    const asked = calls.control(descriptor, XFS_IOC_FSGEOMETRY, memory);
    return asked >= 0 && (memory.bytes.readUInt32LE(FLAGS_AT) & HAS_REFLINKS) !== 0;
  } finally {
    calls.close(descriptor);
  }
}
