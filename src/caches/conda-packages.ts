import { parseObject } from "../environments/direct-url.ts";
import type { CacheEntry } from "../model/cache.ts";
import type { LinkTable } from "../model/links.ts";
import { join, nameOf, type AbsolutePath } from "../model/path.ts";
import type { Tally } from "../scan/tally.ts";
import { readText, statusOrNothing } from "../system/files.ts";

/** Packages as conda, mamba and rattler keep them: `NAME-VERSION-BUILD`, packed or unpacked. */
export const TARBALL = /\.(tar\.bz2|conda)(\.partial)?$/;

/** Unpacked packages: directories with an `info` of their own, as conda recognises them. */
export function packagesIn(
  store: AbsolutePath,
  entries: ReadonlyMap<string, Tally>,
): (readonly [AbsolutePath, Tally])[] {
  return [...entries]
    .filter(([name]) => !name.startsWith(".") && name !== "cache" && !TARBALL.test(name))
    .map(([name, tally]) => [join(store, name), tally] as const)
    .filter(
      ([path]) =>
        statusOrNothing(path)?.kind === "directory" && statusOrNothing(join(path, "info"))?.kind === "directory",
    );
}

export function packageEntry(path: AbsolutePath, tally: Tally, usedBy: readonly AbsolutePath[]): CacheEntry {
  const index = parseObject(readText(join(path, "info/index.json"), 1024 * 1024));
  const [, name, version] = /^(.+)-([^-]+)-[^-]+$/.exec(nameOf(path)) ?? [];
  const text = (value: unknown, otherwise: string | undefined): string | null =>
    typeof value === "string" ? value : (otherwise ?? null);
  return {
    kind: "package",
    name: nameOf(path),
    package: text(index?.["name"], name)?.toLowerCase() ?? null,
    version: text(index?.["version"], version),
    path,
    allocated: tally.allocated,
    frees: tally.frees,
    lastUsed: statusOrNothing(path)?.modified ?? null,
    // Links of which nobody known holds the other end may belong to an environment that nobody has written down.
    isUsed: usedBy.length > 0 ? "yes" : isSelfLinked(tally.links) ? "no" : "unknown",
    usedBy,
    safety: "low",
  };
}

export function isSelfLinked({ links, seen }: LinkTable): boolean {
  return links.every((count, index) => count === seen[index]);
}
