import type { AbsolutePath } from "../model/path.ts";
import type { Shortage } from "../model/shortage.ts";
import { isNearlyFull } from "./free-space.ts";
import type { Host } from "./host.ts";
import { mounts } from "./mounts.ts";
import { quotaCalls } from "./syscalls/quota-calls.ts";
import { isNearlyUsedUp, quotasOn, SYSFS, type QuotaSources } from "./quotas.ts";

/** Disks and quotas that are nearly used up, each once, where things lie. One on every `device` is enough for a disk. */
export function shortagesAt(
  host: Host,
  places: readonly { readonly path: AbsolutePath; readonly device: string }[],
  sources: QuotaSources = sourcesOf(host),
): Shortage[] {
  const found = new Map<string, Shortage>();
  const looked = new Set<string>();
  for (const { path, device } of places) {
    if (!looked.has(device) && isNearlyFull(path)) found.set(device, { path, of: { kind: "disk" } });
    looked.add(device);
    if (host.platform !== "linux") continue;
    for (const quota of quotasOn(path, sources)) {
      const key = `${device} ${JSON.stringify(quota.of)}`;
      if (isNearlyUsedUp(quota) && !found.has(key)) found.set(key, { path, of: quota.of });
    }
  }
  return [...found.values()];
}

function sourcesOf(host: Host): QuotaSources {
  try {
    return { calls: quotaCalls(), mounts: mounts(host), sysfs: SYSFS };
  } catch {
    // Quotas can be asked for without it, but for those of btrfs.
    return { calls: quotaCalls(), mounts: [], sysfs: SYSFS };
  }
}
