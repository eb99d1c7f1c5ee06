import { linkMounts } from "../dedupe/file-systems.ts";
import type { FoundEnvironment } from "../scan/environments.ts";
import type { Host } from "../system/host.ts";
import { ownIdentityOf } from "../system/identity.ts";

/**
 * Each directory once, by device and inode, for a bind mount leads to one that is there already. What was named stays;
 * else the one where something can be linked, then the one in the outermost mount, which holds more of the others.
 */
export function distinctPlaces(
  host: Host,
  found: readonly FoundEnvironment[],
  named?: FoundEnvironment,
): readonly FoundEnvironment[] {
  const chosen = new Map<string, FoundEnvironment>();
  for (const one of named ? [named, ...found] : found) {
    const identity = ownIdentityOf(one.path) ?? one.path;
    const other = chosen.get(identity);
    if (!other || (other !== named && isBetter(host, one, other))) chosen.set(identity, one);
  }
  return [...chosen.values()];
}

function isBetter(host: Host, one: FoundEnvironment, other: FoundEnvironment): boolean {
  const [here, there] = linkMounts(host, [one.path, other.path]);
  if ((here!.means === null) !== (there!.means === null)) return there!.means === null;
  return here!.path.length < there!.path.length;
}
