import { join, type AbsolutePath } from "../model/path.ts";
import { linkTarget } from "../system/files.ts";

/**
 * Obstacles for entries of a store that are links: an owner that goes through one cleans another place than the one
 * that was measured.
 */
export function linkedEntries(store: AbsolutePath, names: Iterable<string>): string[] {
  return [...names].flatMap((name) => {
    const target = linkTarget(join(store, name));
    return target === undefined ? [] : [`${name} in it is a link to ${target}`];
  });
}
