import type { Bytes } from "./finding.ts";
import { bytesOfLinks, type LinkTable } from "./links.ts";
import { isBelowOneOf, type AbsolutePath } from "./path.ts";

/** What a place adds to a set that goes together; bytes. */
export interface Sums {
  readonly apparent: number;
  /** Allocated bytes of what has one link only, directories included. */
  readonly unshared: number;
  readonly links: LinkTable;
  /** Other files may share its blocks without a link, so nobody can tell what it frees. */
  readonly mayBeCloned?: true | undefined;
}

/** The sums of one place. */
export interface PlaceSums {
  readonly path: AbsolutePath;
  readonly sums: Sums;
}

/**
 * What a set of places holds and gives back when it goes together: a shared file is there once, and goes only when all
 * its links go. `own` bytes are added to what goes. What may be cloned frees something between nothing and all of it.
 */
export function bytesOf(set: readonly Sums[], own = 0, links = bytesOfLinks(set.map((one) => one.links))): Bytes {
  const unshared = set.reduce((sum, one) => sum + one.unshared, 0) + own;
  const freesUpTo = unshared + links.freed;
  const unsure = set.filter(({ mayBeCloned }) => mayBeCloned).reduce((sum, one) => sum + one.unshared, 0);
  const isUnsure = set.some(({ mayBeCloned }) => mayBeCloned);
  return {
    apparent: set.reduce((sum, one) => sum + one.apparent, 0),
    allocated: unshared + links.allocated,
    frees: isUnsure ? unshared - unsure : freesUpTo,
    freesUpTo,
  };
}

/** Of places that lie in one another only the outer ones, and each once. */
export function outermostOf<Place extends { readonly path: AbsolutePath }>(places: readonly Place[]): readonly Place[] {
  const byPath = new Map(places.map((place) => [place.path, place]));
  return [...byPath.values()].filter(({ path }) => !isBelowOneOf(path, byPath));
}
