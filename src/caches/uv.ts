import type { CacheContents, CacheEntry } from "../model/cache.ts";
import type { Owner } from "../model/cache-plan.ts";
import type { Problem } from "../model/finding.ts";
import { join, nameOf, type AbsolutePath } from "../model/path.ts";
import { bytesOf } from "../model/sums.ts";
import { fromDirectoryName, normaliseName } from "../environments/metadata.ts";
import { uvCacheUsers } from "../environments/uv-cache-links.ts";
import { codeOf, list } from "../system/files.ts";
import { cloningFileSystem } from "../system/mounts.ts";
import type { Inspector, Judgement, StorePlace } from "./inspector.ts";
import { biggestFirst } from "./measured-entry.ts";
import { bucketsUnknownTo } from "./uv-rehearsal.ts";
import { uvObstacles } from "./uv-obstacles.ts";
import { uvSelecting } from "./uv-selecting.ts";
import { references, type Reference } from "./uv-references.ts";

/**
 * uv's cache: buckets named `NAME-vN`. Wheels lie unpacked in `archive-vN/ID`, where environments hold further links to
 * the same files. Its owner says that it is never safe to change by hand, so this only reads; uv itself cleans.
 */
export const uv: Inspector = { store: "uv", judge, inspect, whyNotOwner, selecting: uvSelecting };

/** What `uv cache prune` would remove: unpacked wheels that nothing refers to, environments, buckets of older uvs. */
function judge({ host, path, measured, environments }: StorePlace): Judgement {
  const names = [...measured.entries.keys()];
  const outdated = outdatedBuckets(names);
  const { leaving } = references(path, names);
  // What an outdated bucket refers to goes with it.
  const { of } = references(
    path,
    names.filter((name) => !outdated.has(name)),
  );
  const goes = names.flatMap((name): AbsolutePath[] => {
    if (outdated.has(name)) return [join(path, name)];
    if (/^archive-v\d+$/.test(name)) return childrenOf(join(path, name)).filter((archive) => !of.has(archive));
    return /^environments-v\d+$/.test(name) ? childrenOf(join(path, name)) : [];
  });
  const mayBeCloned = cloningFileSystem(host, path) !== undefined;
  return { goes, grades: new Map(), mayBeCloned, obstacles: uvObstacles(host, path, names, leaving, environments()) };
}

/** An older uv throws a newer one's buckets away: that is not what pruning is asked for. */
async function whyNotOwner({ host, measured }: StorePlace, { program, version }: Owner): Promise<string | null> {
  const buckets = [...measured.entries.keys()].filter((name) => /^[a-z-]+-v\d+$/.test(name));
  const outdated = outdatedBuckets(buckets);
  const unknown = (await bucketsUnknownTo(host, program, buckets)).filter((name) => !outdated.has(name));
  if (unknown.length === 0) return null;
  return `uv ${version ?? "of unknown version"} does not know ${unknown.join(", ")} and would throw it away; a uv of another version made it`;
}

/** Buckets that have a newer one of the same name beside them. Whether the uv at hand knows that one, it must say. */
function outdatedBuckets(names: readonly string[]): ReadonlySet<string> {
  const newest = new Map<string, number>();
  const parsed = names.flatMap((name) => {
    const match = /^(.+)-v(\d+)$/.exec(name);
    return match ? [{ name, kind: match[1]!, version: Number(match[2]) }] : [];
  });
  for (const { kind, version } of parsed) newest.set(kind, Math.max(newest.get(kind) ?? -1, version));
  return new Set(parsed.filter(({ kind, version }) => version < newest.get(kind)!).map(({ name }) => name));
}

function inspect({ host, path, measured, meter, environments }: StorePlace): CacheContents {
  const names = [...measured.entries.keys()];
  const { of, problems: unread } = references(path, names);
  const unpacked = names.filter((name) => /^archive-v\d+$/.test(name)).flatMap((name) => childrenOf(join(path, name)));
  const users = uvCacheUsers(environments(), unpacked);
  const cloning = cloningFileSystem(host, path);
  const problems: Problem[] = [...unread];
  const entries: CacheEntry[] = [];
  const add = (
    at: AbsolutePath,
    entry: Pick<CacheEntry, "kind" | "name" | "package" | "version">,
    refs: readonly Reference[] = [],
  ): void => {
    const sums = at === join(path, nameOf(at)) ? measured.entries.get(nameOf(at)) : meter.measure(at);
    if (!sums) return;
    problems.push(...sums.problems);
    const { allocated, frees } = bytesOf([sums]);
    const times = refs.length > 0 ? refs.map(({ time }) => time) : [sums.newest];
    const isLinked = frees < allocated;
    entries.push({
      ...entry,
      path: at,
      allocated,
      frees,
      lastUsed: Math.max(...times) || null,
      // A clone in an environment is not to be told from a file of its own.
      isUsed: isLinked ? "yes" : cloning ? "unknown" : "no",
      usedBy: users.get(at) ?? [],
      safety: "low",
    });
  };
  for (const name of names) {
    const bucket = join(path, name);
    const kind = /^(.+)-v\d+$/.exec(name)?.[1];
    if (kind === undefined) continue;
    if (kind === "archive") {
      for (const archive of childrenOf(bucket)) {
        const refs = of.get(archive) ?? [];
        add(archive, { kind: refs.length > 0 ? "archive" : "unreferenced archive", ...wheelIn(archive, refs) }, refs);
      }
    } else if (kind === "sdists" || kind === "built-wheels") {
      for (const { at, source } of sourcesIn(bucket)) add(at, { kind: "source", ...source });
    } else if (kind === "environments" || kind === "python" || kind === "git") {
      for (const child of childrenOf(bucket))
        add(child, { kind, name: `${name}/${nameOf(child)}`, package: null, version: null });
    } else add(bucket, { kind, name, package: null, version: null });
  }
  return {
    entries: biggestFirst(entries),
    remarks: remarksOn(
      entries.filter(({ kind }) => kind.endsWith("archive")),
      cloning,
    ),
    problems,
  };
}

/** What can be known of who uses the unpacked wheels, and what cannot. */
function remarksOn(archives: readonly CacheEntry[], cloning: string | undefined): string[] {
  if (archives.length === 0) return [];
  const linked = archives.filter(({ isUsed }) => isUsed === "yes");
  const named = linked.filter(({ usedBy }) => usedBy.length > 0);
  const links = `environments hold links to ${linked.length} of ${archives.length} unpacked wheels`;
  const unnamed = linked.length - named.length;
  return [
    unnamed === 0 ? links : `${links}; which ones hold ${unnamed} of them, a scan of the projects tells`,
    "environments made of symbolic links are known where tools keep environments and where a scan has seen them",
    cloning === undefined
      ? "environments that were made by copying need no wheel here, and are not counted"
      : `on ${cloning} environments may share blocks with any of these wheels unseen, so what cleaning frees is a range`,
  ];
}

/** What an unpacked wheel is: by its own `dist-info`, else by what refers to it. */
function wheelIn(archive: AbsolutePath, refs: readonly Reference[]): Pick<CacheEntry, "name" | "package" | "version"> {
  const info = childrenOf(archive)
    .map(nameOf)
    .find((name) => name.endsWith(".dist-info"));
  if (info === undefined) return { name: refs[0]?.from ?? nameOf(archive), package: null, version: null };
  const { name, version } = fromDirectoryName(info);
  return { name: `${name} ${version}`, package: normaliseName(name), version: version || null };
}

interface Source {
  readonly at: AbsolutePath;
  readonly source: Pick<CacheEntry, "name" | "package" | "version">;
}

/** `pypi/NAME/VERSION`, `index/HASH/NAME/VERSION`; of others (`path/HASH`, `url/HASH`) nobody says the package. */
function sourcesIn(bucket: AbsolutePath): Source[] {
  return childrenOf(bucket).flatMap((origin): Source[] => {
    const indexes = nameOf(origin) === "index" ? childrenOf(origin) : [origin];
    if (["pypi", "index"].includes(nameOf(origin))) return indexes.flatMap(childrenOf).flatMap(versionsOf);
    return childrenOf(origin).map((at) => {
      return { at, source: { name: `${nameOf(origin)}/${nameOf(at)}`, package: null, version: null } };
    });
  });
}

function versionsOf(project: AbsolutePath): Source[] {
  return childrenOf(project).map((at) => {
    const [name, version] = [nameOf(project), nameOf(at)];
    return { at, source: { name: `${name} ${version}`, package: normaliseName(name), version } };
  });
}

function childrenOf(directory: AbsolutePath): AbsolutePath[] {
  try {
    return list(directory)
      .toSorted()
      .filter((name) => !/^(?:\.git|\.gitignore|CACHEDIR\.TAG)$/.test(name))
      .map((name) => join(directory, name));
  } catch (error) {
    if (!["ENOENT", "ENOTDIR", "EACCES", "EPERM"].includes(codeOf(error))) throw error;
    // Gone, no directory, or not to be read: the measuring walk has told of it.
    return [];
  }
}
