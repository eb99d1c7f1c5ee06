import type { CacheEntry } from "../model/cache.ts";
import { isWithin, nameOf, type AbsolutePath } from "../model/path.ts";
import type { Blob, Repository, Revision } from "./huggingface-repository.ts";
import type { SharedFile } from "./huggingface-shared.ts";
import type { StorePlace } from "./inspector.ts";

/**
 * A repository, its revisions and its broken downloads. Programs name a repository, and may name a commit that no branch
 * points to: whether they will again, nobody can tell.
 */
export function repositoryEntries(
  place: StorePlace,
  repository: Repository,
  shared: readonly SharedFile[],
): CacheEntry[] {
  const { name, path, revisions, incomplete } = repository;
  const blobs = new Map(revisions.flatMap((one) => [...one.blobs]));
  const whole = place.measured.entries.get(nameOf(path));
  const behind = sharedBytes([...blobs.values()], shared, (user) => isWithin(user, path));
  const unknown = { package: null, isUsed: "unknown", usedBy: [] } as const;
  return [
    {
      ...unknown,
      kind: "repository",
      name,
      version: null,
      path,
      allocated: (whole?.allocated ?? 0) + behind.allocated,
      frees: (whole?.frees ?? 0) + behind.frees,
      lastUsed: lastUse([...blobs.values()]),
      safety: "medium",
    },
    ...revisions.map((revision): CacheEntry => {
      const others = revisions.filter((one) => one !== revision);
      return {
        ...unknown,
        kind: revision.refs.length > 0 ? "revision" : "detached",
        name: revision.refs.length > 0 ? `${name} (${revision.refs.join(", ")})` : name,
        version: revision.commit,
        path: revision.path,
        ...revisionBytes(place, revision, others, shared),
        lastUsed: lastUse([...revision.blobs.values()]),
        safety: revision.refs.length > 0 ? "medium" : "low",
      };
    }),
    ...incomplete.map(({ path: file, status }): CacheEntry => ({
      kind: "incomplete",
      name: `${name}: ${nameOf(file)}`,
      package: null,
      version: null,
      path: file,
      allocated: status.allocated,
      frees: status.links > 1 ? 0 : status.allocated,
      lastUsed: status.modified,
      isUsed: "no",
      usedBy: [],
      safety: "low",
    })),
  ];
}

function revisionBytes(
  { meter }: StorePlace,
  { path, blobs }: Revision,
  others: readonly Revision[],
  shared: readonly SharedFile[],
): { readonly allocated: number; readonly frees: number } {
  const tree = meter.measure(path);
  const outside = [...blobs.values()].filter((blob) => !isWithin(blob.path, path));
  const own = outside.filter((blob) => !others.some((other) => other.blobs.has(blob.path)));
  const alone = new Set(own.map((blob) => blob.path));
  const behind = sharedBytes(outside, shared, (user) => alone.has(user));
  const files = outside.filter((blob) => blob.shared === null);
  return {
    allocated: (tree?.allocated ?? 0) + sum(files) + behind.allocated,
    frees:
      (tree?.frees ?? 0) + sum(files.filter((blob) => alone.has(blob.path) && blob.status.links === 1)) + behind.frees,
  };
}

/** The shared files behind blobs; they are freed when each of their users is one of `isGone`. */
function sharedBytes(
  blobs: readonly Blob[],
  shared: readonly SharedFile[],
  isGone: (user: AbsolutePath) => boolean,
): { readonly allocated: number; readonly frees: number } {
  const wanted = new Set(blobs.map((blob) => blob.shared));
  const files = shared.filter(({ path }) => wanted.has(path));
  return { allocated: sum(files), frees: sum(files.filter(({ users }) => users !== undefined && users.every(isGone))) };
}

function sum(files: readonly { readonly status: { readonly allocated: number } }[]): number {
  return files.reduce((total, { status }) => total + status.allocated, 0);
}

function lastUse(blobs: readonly Blob[]): number | null {
  return Math.max(0, ...blobs.map(({ status }) => Math.max(status.modified, status.accessed))) || null;
}
