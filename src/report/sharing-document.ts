import type { Sharing } from "../model/sharing.ts";
import { pathFields, wellFormed } from "./path-fields.ts";
import type { DedupeExplainDocument } from "./schema/dedupe.ts";

/** What `pyshed dedupe --explain PATH --json` writes. */
export function sharingDocument(sharing: Sharing): DedupeExplainDocument {
  const { path, roots, cache, copiedByUv } = sharing;
  const common = {
    schema: "pyshed.dedupe-explain/1",
    ...pathFields(path),
    roots: roots.map(wellFormed),
    cache: cache && wellFormed(cache),
    copiedByUv: copiedByUv && {
      because: wellFormed(copiedByUv.because),
      mend: copiedByUv.mend && wellFormed(copiedByUv.mend),
    },
  } as const;
  if (sharing.kind === "environment") {
    const { kind, files, allocated, same, shared, gain, gainUpTo, linked, linkedElsewhere } = sharing;
    const { holders, extents, bytecode } = sharing;
    const figures = { files, allocated, same, shared, gain, gainUpTo, linked, linkedElsewhere };
    return {
      kind,
      ...common,
      ...figures,
      holders: holders.map((holder) => ({ path: wellFormed(holder.path), files: holder.files })),
      extents: extents && { ...extents },
      bytecode: { ...bytecode },
    };
  }
  const { kind, environment, isStated, size, allocated, links, names, extents, twins, bytecode } = sharing;
  return {
    kind,
    ...common,
    environment: wellFormed(environment),
    package: sharing.package && wellFormed(sharing.package),
    isStated,
    size,
    allocated,
    links,
    names: names.map(wellFormed),
    extents: extents && { ...extents },
    twins: twins.map(wellFormed),
    bytecode: bytecode.map((one) => ({ path: wellFormed(one.path), isUnique: one.isUnique })),
  };
}
