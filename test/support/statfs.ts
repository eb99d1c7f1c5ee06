import { execFileSync } from "node:child_process";
import { statfsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

const PAUSE_MS = 100;
const READINGS = 100;

/**
 * Bytes in use on the filesystem that holds `path`, once two readings after a sync agree (some filesystems free late).
 * Throws when they never do: then somebody else is writing there.
 */
export async function usedBytes(path: string): Promise<number> {
  let before = reading(path);
  for (let count = 0; count < READINGS; count++) {
    await sleep(PAUSE_MS);
    const now = reading(path);
    if (now === before) return now;
    before = now;
  }
  throw new Error(`the readings of ${path} do not come to rest`);
}

function reading(path: string): number {
  execFileSync("sync", ["-f", path]);
  const { blocks, bfree, bsize } = statfsSync(path);
  return (blocks - bfree) * bsize;
}
