import * as fs from "node:fs";
import type { Answer } from "../model/evidence.ts";
import type { AbsolutePath } from "../model/path.ts";
import { statusOrNothing } from "./files.ts";
import type { Host } from "./host.ts";

export interface HeldLock {
  readonly answer: Answer;
  /** Of the process that holds it, or null. */
  readonly pid: number | null;
}

/**
 * Does a process hold a lock on this file (`flock` or `fcntl`)? Reads `/proc/locks`, so the lock itself is not touched;
 * elsewhere the answer is unknown. A lock that is held on another machine is not seen.
 */
export function heldLock(host: Host, file: AbsolutePath): HeldLock {
  const found = statusOrNothing(file);
  if (!found) return { answer: "no", pid: null };
  const locks = host.platform === "linux" ? locksText() : undefined;
  if (locks === undefined) return { answer: "unknown", pid: null };
  for (const line of locks.split("\n")) {
    // `1: FLOCK  ADVISORY  READ 23077 fe:00:10010731 0 EOF`; `->` marks one who waits.
    const match = /^\d+: (?!->)\S+ +\S+ +\S+ +(-?\d+) +([0-9a-f]+):([0-9a-f]+):(\d+) /.exec(line);
    if (!match || Number(match[4]) !== found.inode) continue;
    const [major, minor] = [Number.parseInt(match[2]!, 16), Number.parseInt(match[3]!, 16)];
    // Filesystems without a device of their own (btrfs) show another number here than `stat` does.
    if (major === 0 || isDevice(found.device, major, minor)) {
      return { answer: "yes", pid: Number(match[1]) > 0 ? Number(match[1]) : null };
    }
  }
  return { answer: "no", pid: null };
}

function locksText(): string | undefined {
  try {
    return fs.readFileSync("/proc/locks", "latin1");
  } catch {
    // Hidden from us: nobody can tell.
    return undefined;
  }
}

/** The packing of `makedev` in the GNU C library, for numbers that fit in 32 bits. */
function isDevice(device: number, major: number, minor: number): boolean {
  return device === (minor & 0xff) + (major & 0xfff) * 256 + (minor >>> 8) * 2 ** 20 || device === major * 256 + minor;
}
