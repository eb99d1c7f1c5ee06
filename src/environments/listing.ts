/**
 * Which files a distribution says are its own: names per directory.
 * Bytecode in `__pycache__` is left out; it belongs to whoever owns the source beside that directory.
 */
export interface Listing {
  /** Directories below the place that the paths are relative to; "" is that place. */
  readonly inside: ReadonlyMap<string, ReadonlySet<string>>;
  /** The first part of every key in `inside` but "". */
  readonly tops: ReadonlySet<string>;
  /** Directories written with `..`, `.`, doubled slashes or from the root, as written. */
  readonly elsewhere: ReadonlyMap<string, ReadonlySet<string>>;
}

export interface ListingBuilder extends Listing {
  readonly inside: Map<string, Set<string>>;
  readonly tops: Set<string>;
  readonly elsewhere: Map<string, Set<string>>;
}

export function newListing(): ListingBuilder {
  return { inside: new Map([["", new Set<string>()]]), tops: new Set(), elsewhere: new Map() };
}

const ODD_PART = /(?:^|\/)(?:\.{0,2})(?:\/|$)/;

/** The set that names of files in `directory` go to. */
export function namesIn(listing: ListingBuilder, directory: string): Set<string> {
  const known = listing.inside.get(directory) ?? listing.elsewhere.get(directory);
  if (known) return known;
  const names = new Set<string>();
  if (ODD_PART.test(directory)) {
    listing.elsewhere.set(directory, names);
  } else {
    listing.inside.set(directory, names);
    const slash = directory.indexOf("/");
    listing.tops.add(slash < 0 ? directory : directory.slice(0, slash));
  }
  return names;
}

/** Adds one path; for the rare ones that the fast road of a reader does not take. */
export function addPath(listing: ListingBuilder, path: string): void {
  const slash = path.lastIndexOf("/");
  namesIn(listing, slash < 0 ? "" : path.slice(0, slash) || "/").add(path.slice(slash + 1));
}

/**
 * `directory`, as written in a listing, relative to the environment; `base` is where the listing's paths start, also
 * relative to the environment. Undefined when it lies outside: such a claim counts for nothing.
 */
export function resolveWithin(environment: string, base: string, directory: string): string | undefined {
  if (directory.startsWith("/")) {
    const absolute = normalise(directory.split("/"));
    if (absolute === undefined) return undefined;
    const root = environment.slice(1);
    if (absolute === root) return "";
    return absolute.startsWith(`${root}/`) ? absolute.slice(root.length + 1) : undefined;
  }
  return normalise(`${base}/${directory}`.split("/"));
}

/** Undefined when `..` leads above the start. */
function normalise(parts: readonly string[]): string | undefined {
  const kept: string[] = [];
  for (const part of parts) {
    if (part === "" || part === ".") continue;
    if (part !== "..") kept.push(part);
    else if (kept.pop() === undefined) return undefined;
  }
  return kept.join("/");
}
