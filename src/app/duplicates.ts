import { analyse, type Analysis } from "../dedupe/analyse.ts";
import { collectAll } from "../dedupe/collect-all.ts";
import type { CollectTask } from "../dedupe/collect.ts";
import { describe, distinctFileSystems } from "../dedupe/describe.ts";
import { linkMounts } from "../dedupe/file-systems.ts";
import { uvArchiveStores, uvCacheDirectory } from "../environments/uv-cache-links.ts";
import type { Duplicates } from "../model/duplicates.ts";
import { isWithin, type AbsolutePath } from "../model/path.ts";
import { findEnvironments, type FoundEnvironment } from "../scan/environments.ts";
import type { Threads } from "../scan/threads.ts";
import type { WalkRequest } from "../scan/walk.ts";
import { realPath, statusOrNothing } from "../system/files.ts";
import type { Host } from "../system/host.ts";
import { distinctPlaces } from "./distinct-places.ts";

export interface DuplicatesRequest extends WalkRequest {
  /** Compares bytecode as well. */
  readonly withBytecode: boolean;
  /** Looked through even where the search below the roots does not come: on another filesystem, or too deep. */
  readonly named?: FoundEnvironment;
}

export interface DuplicatesOptions {
  /** Threads that have been started for it; whoever started them dismisses them. */
  readonly threads?: Threads | undefined;
  /** Environments that have been looked through, and all of them. */
  readonly onProgress?: (done: number, all: number) => void;
  readonly signal?: AbortSignal | undefined;
  /** Which environments are left, neither linked nor led to, and why. Without it all may be linked. */
  readonly leave?: (environments: readonly AbsolutePath[]) => Promise<ReadonlyMap<AbsolutePath, string>>;
}

export interface LeftEnvironment {
  readonly path: AbsolutePath;
  readonly reasons: readonly string[];
}

/** What is the same, and what could be linked: the figures, and what a plan is made from. */
export interface DuplicatesFound {
  readonly duplicates: Duplicates;
  readonly analysis: Analysis;
  /** The environments that are left of those in which something could have been linked. */
  readonly left: readonly LeftEnvironment[];
}

/**
 * Looks through the environments below some roots for files that are the same. Contents are not read where the
 * installers' own lists say what they are. A root that cannot be searched is a problem, not an exception.
 */
export async function findDuplicates(
  host: Host,
  request: DuplicatesRequest,
  options: DuplicatesOptions = {},
): Promise<DuplicatesFound> {
  const startedAt = host.now();
  const found = findEnvironments(host, request, options.signal);
  const { withBytecode } = request;
  const places = distinctPlaces(host, found.environments, request.named);
  const tasks = places.map((one): CollectTask => ({ ...one, withBytecode, without: placesInside(one.path, places) }));
  const stores = cacheStores(host, tasks);
  tasks.push(...stores.map((path): CollectTask => ({ path, kind: "uv-cache", withBytecode: false })));
  let done = 0;
  const files = await collectAll(tasks, {
    threads: options.threads,
    onCollected: () => options.onProgress?.(++done, tasks.length),
    signal: options.signal,
  });
  const fileSystems = linkMounts(
    host,
    files.tables.map(({ root }) => root),
  );
  const environments = files.tables.flatMap(({ root, kind }) => (kind === "environment" ? [root] : []));
  const reasons = (await options.leave?.(environments)) ?? new Map<AbsolutePath, string>();
  const analysis = analyse(files, fileSystems, new Set(reasons.keys()));
  return {
    analysis,
    left: [...analysis.plan.heldBack].map((table) => {
      const path = files.tables[table]!.root;
      return { path, reasons: [reasons.get(path)!] };
    }),
    duplicates: {
      roots: found.roots,
      ...describe(analysis),
      fileSystems: distinctFileSystems(fileSystems),
      cache: stores.length > 0 ? uvCacheDirectory(host) : null,
      withBytecode,
      durationMs: host.now() - startedAt,
      interrupted: options.signal?.aborted ?? false,
      problems: [...found.problems, ...analysis.problems],
    },
  };
}

function placesInside(environment: AbsolutePath, all: readonly FoundEnvironment[]): readonly AbsolutePath[] {
  return all.flatMap(({ path }) => (path !== environment && isWithin(path, environment) ? [path] : []));
}

/** uv's unpacked wheels, where they lie on a filesystem with one of the environments and not below one of them. */
function cacheStores(host: Host, environments: readonly CollectTask[]): AbsolutePath[] {
  const devices = new Set(environments.map(({ path }) => statusOrNothing(path)?.device));
  return uvArchiveStores(uvCacheDirectory(host)).flatMap((store) => {
    const device = statusOrNothing(store)?.device;
    return device !== undefined && devices.has(device) ? [realPath(store)] : [];
  });
}
