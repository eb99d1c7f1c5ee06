import { join, nameOf, parentOf, type AbsolutePath } from "../model/path.ts";
import { codeOf, realPath } from "../system/files.ts";

/** Where a place really is: links above it are resolved, the place itself is not followed. */
export interface RealPlace {
  readonly path: AbsolutePath;
  /** Why that is not known, or null. */
  readonly trouble: string | null;
}

/** Resolves many places; each directory once. */
export function realPlaces(): (place: AbsolutePath) => RealPlace {
  const directories = new Map<AbsolutePath, RealPlace>();
  return (place) => {
    const parent = parentOf(place);
    let directory = directories.get(parent);
    if (directory === undefined) directories.set(parent, (directory = resolve(parent)));
    if (directory.trouble !== null || place === parent) return { ...directory, path: place };
    return { path: join(directory.path, nameOf(place)), trouble: null };
  };
}

function resolve(directory: AbsolutePath): RealPlace {
  try {
    return { path: realPath(directory), trouble: null };
  } catch (error) {
    return { path: directory, trouble: `${directory} could not be read (${codeOf(error)})` };
  }
}
