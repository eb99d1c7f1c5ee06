import type { CacheSelection, CacheTargets } from "../model/cache-selection.ts";
import { EVERYTHING, filtersIn, hasTarget } from "../model/cache-selection.ts";
import type { CachesFlags } from "./caches-flags.ts";

/** What the options mean of the caches; nothing where none of them was given. */
export function selectionIn(flags: CachesFlags): {
  readonly selection?: CacheSelection;
  readonly targets?: CacheTargets;
} {
  const selection: CacheSelection = {
    ...EVERYTHING,
    packages: flags.package ?? [],
    kinds: flags.kind ?? [],
    olderThanMs: flags.olderThan ?? null,
    keepLatest: flags.keepLatest ?? null,
    isUnused: flags.unused ?? false,
    isDetached: flags.detached ?? false,
  };
  const targets: CacheTargets = { maxSize: flags.maxSize ?? null, untilFree: flags.untilFree ?? null };
  return {
    ...(filtersIn(selection).length > 0 ? { selection } : {}),
    ...(hasTarget(targets) ? { targets } : {}),
  };
}
