import { inspectorOf } from "../../src/caches/registry.ts";
import { surveyCaches, inspectCache } from "../../src/app/caches.ts";
import type { Cache, CacheContents } from "../../src/model/cache.ts";
import type { Host } from "../../src/system/host.ts";

/** The one cache of a store that this host has. Throws when there is none or more than one. */
export function theCache(host: Host, store: string): Cache {
  const { caches } = surveyCaches(host, [store]).list;
  if (caches.length !== 1) throw new Error(`${caches.length} caches of ${store}`);
  return caches[0]!;
}

/** What is inside of it. */
export function contentsOf(host: Host, store: string): CacheContents {
  const { surveyed } = surveyCaches(host, [store]);
  const contents = surveyed[0] && inspectorOf(store) ? inspectCache(host, surveyed[0]) : null;
  if (!contents) throw new Error(`no contents of ${store}`);
  return contents;
}
