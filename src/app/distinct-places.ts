import type { FoundEnvironment } from "../scan/environments.ts";
import { ownIdentityOf } from "../system/identity.ts";

/** Each directory once by device and inode, for a bind mount leads to one that is there already: the first one stays. */
export function distinctPlaces(environments: readonly FoundEnvironment[]): readonly FoundEnvironment[] {
  const seen = new Set<string>();
  return environments.filter(({ path }) => {
    const identity = ownIdentityOf(path) ?? path;
    return !seen.has(identity) && seen.add(identity);
  });
}
