import type { Problem } from "../model/finding.ts";
import { isWithin, join, parentOf, type AbsolutePath } from "../model/path.ts";
import { linkTarget, statusOrNothing } from "../system/files.ts";
import { filesBelow } from "./file-walk.ts";

/** One link in uv's cache that keeps an unpacked wheel alive. */
export interface Reference {
  /** Below the bucket: `pypi/idna/3.10-py3-none-any`. */
  readonly from: string;
  /** When it was made or refreshed, milliseconds since the epoch. */
  readonly time: number;
}

export interface References {
  /** By the path of the archive. */
  readonly of: ReadonlyMap<AbsolutePath, readonly Reference[]>;
  /** Links that lead out of the cache. */
  readonly leaving: readonly AbsolutePath[];
  readonly problems: readonly Problem[];
}

/**
 * Which unpacked wheels (`archive-vN/ID`) are referred to: uv links to them from the buckets of wheels and source
 * distributions, and `uv cache prune` removes what no such link names (uv 0.13.8). Reads links, follows none.
 */
export function references(cache: AbsolutePath, names: readonly string[]): References {
  const of = new Map<AbsolutePath, Reference[]>();
  const leaving: AbsolutePath[] = [];
  const problems: Problem[] = [];
  for (const bucket of names.filter((name) => /^(?:wheels|sdists|built-wheels)-v\d+$/.test(name))) {
    for (const { path, status } of filesBelow(join(cache, bucket), (problem) => problems.push(problem))) {
      if (status.kind !== "link") continue;
      const target = targetOf(path);
      if (!isWithin(target, cache)) leaving.push(path);
      const archive = archiveOf(target, cache);
      if (!archive) continue;
      const beside = ["http", "msgpack", "rev"].map((kind) => statusOrNothing(`${path}.${kind}` as AbsolutePath));
      const time = Math.max(status.modified, ...beside.map((file) => file?.modified ?? 0));
      const from = path.slice(cache.length + bucket.length + 2);
      of.set(archive, [...(of.get(archive) ?? []), { from, time }]);
    }
  }
  return { of, leaving, problems };
}

/** Where a link leads by its words alone. */
export function targetOf(link: AbsolutePath): AbsolutePath {
  const written = linkTarget(link) ?? "";
  let at = (written.startsWith("/") ? "/" : parentOf(link)) as AbsolutePath;
  for (const part of written.split("/")) {
    if (part === "..") at = parentOf(at);
    else if (part !== "" && part !== ".") at = join(at, part);
  }
  return at;
}

function archiveOf(target: AbsolutePath, cache: AbsolutePath): AbsolutePath | undefined {
  const match = isWithin(target, cache) ? /^\/archive-v\d+\/[^/]+/.exec(target.slice(cache.length)) : null;
  return match ? (`${cache}${match[0]}` as AbsolutePath) : undefined;
}
