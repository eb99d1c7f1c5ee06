import type { AbsolutePath } from "../model/path.ts";
import type { Freed } from "../model/run.ts";
import { settledFreeSpace, type FreeSpace } from "../system/free-space.ts";
import type { Host } from "../system/host.ts";
import { identityAt } from "../system/place-identity.ts";

const BEFORE_MS = 3000;
const AFTER_MS = 10_000;

/**
 * Measures what the filesystems of the places give back: once now, once when the returned function is called.
 * Null when there is no place or a filesystem says nothing.
 */
export async function measureFreed(host: Host, places: readonly AbsolutePath[]): Promise<() => Promise<Freed | null>> {
  const byDevice = new Map(places.toReversed().map((place) => [identityAt(place)?.device ?? place, place]));
  const filesystems = [...byDevice.values()];
  const read = (limitMs: number): Promise<(FreeSpace | undefined)[]> =>
    Promise.all(filesystems.map((place) => settledFreeSpace(host, place, limitMs)));
  const before = await read(BEFORE_MS);
  return async () => {
    if (filesystems.length === 0) return null;
    const after = await read(AFTER_MS);
    let bytes = 0n;
    let isSettled = true;
    for (const [index, now] of after.entries()) {
      const then = before[index];
      if (!now || !then) return null;
      bytes += now.bytes - then.bytes;
      isSettled &&= now.isSettled && then.isSettled;
    }
    return { bytes: Number(bytes), isSettled };
  };
}
