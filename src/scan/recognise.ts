import type { Artifact, ForeignTree, Recognition } from "../model/artifact.ts";

/** Things that a name or an entry can suggest, ready for a look-up per directory. */
export interface Recogniser<Thing> {
  /** Suggested by the place's own name. */
  byName(name: string): readonly Thing[];
  /** Suggested by the names that a directory holds. */
  byEntries(names: ReadonlySet<string>): readonly Thing[];
}

const NOTHING: readonly never[] = [];

/** Turns what the catalogue says into tables, so that an ordinary name costs one look-up. */
export function recogniser<Thing extends { readonly recognise: Recognition }>(
  things: readonly Thing[],
): Recogniser<Thing> {
  const named = new Map<string, Thing[]>();
  const patterns: { readonly pattern: RegExp; readonly thing: Thing }[] = [];
  const held: { readonly entry: string; readonly thing: Thing }[] = [];
  for (const thing of things) {
    const how = thing.recognise;
    if ("names" in how) for (const name of how.names) named.set(name, [...(named.get(name) ?? []), thing]);
    else if ("pattern" in how) patterns.push({ pattern: how.pattern, thing });
    else held.push({ entry: how.holdsEntry, thing });
  }
  return {
    byName(name) {
      const exact = named.get(name) ?? NOTHING;
      const matching = patterns.some(({ pattern }) => pattern.test(name))
        ? patterns.filter(({ pattern }) => pattern.test(name)).map(({ thing }) => thing)
        : NOTHING;
      return matching.length === 0 ? exact : [...exact, ...matching];
    },
    byEntries(names) {
      const found = held.filter(({ entry }) => names.has(entry));
      return found.length === 0 ? NOTHING : found.map(({ thing }) => thing);
    },
  };
}

export interface Catalogue {
  readonly directories: Recogniser<Artifact>;
  readonly files: Recogniser<Artifact>;
  /** Those that are listed inside an environment as well. */
  readonly insideEnvironments: Recogniser<Artifact>;
  readonly trees: Recogniser<ForeignTree>;
}

export function compileCatalogue(artifacts: readonly Artifact[], trees: readonly ForeignTree[]): Catalogue {
  const directories = artifacts.filter((artifact) => artifact.kind === "directory");
  return {
    directories: recogniser(directories),
    files: recogniser(artifacts.filter((artifact) => artifact.kind === "file")),
    insideEnvironments: recogniser(directories.filter((artifact) => artifact.livesInSitePackages)),
    trees: recogniser(trees),
  };
}
