import type { Problem } from "../model/finding.ts";
import { openLinkSum, type LinkSum } from "../model/links.ts";
import type { AbsolutePath } from "../model/path.ts";
import type { Host } from "../system/host.ts";
import { boundIndex, type IndexPlace } from "./index-store.ts";
import { runPool } from "./pool.ts";
import { openMeasured } from "./measured-once.ts";
import { resolveRoots } from "./roots.ts";
import { workerSettings } from "./settings.ts";
import type { Measured, NewestSource, SeenLink } from "./tasks.ts";
import { Threads } from "./threads.ts";

export interface WalkRequest {
  /** As the user wrote them; relative ones count from the host's current directory. */
  readonly roots: readonly string[];
  /** How many directories below a root findings are looked for; null means any. */
  readonly depth: number | null;
  readonly oneFileSystem: boolean;
  /** What earlier scans have left; null measures everything and leaves nothing. */
  readonly index?: IndexPlace | null;
}

export interface WalkOptions {
  /** Threads that have been started for it. Whoever started them dismisses them where it comes to no walk. */
  readonly threads?: Threads | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onMeasured?: (one: Measured) => void;
  /** About ten times a second: entries and allocated bytes so far. */
  readonly onProgress?: (entries: number, bytes: number) => void;
}

/** Everything that one walk saw. */
export interface Walked {
  readonly roots: readonly AbsolutePath[];
  readonly measured: readonly Measured[];
  /** Links of everything measured that does not lie inside another finding; added up while the threads walk. */
  readonly linkSum: LinkSum;
  /** By project. */
  readonly newestSources: ReadonlyMap<AbsolutePath, NewestSource>;
  /** Links that may lead to an environment. */
  readonly links: readonly SeenLink[];
  readonly entries: number;
  readonly problems: readonly Problem[];
}

/** Walks all roots at once. A root that cannot be searched is a problem, not an exception. */
export async function walk(host: Host, request: WalkRequest, options: WalkOptions = {}): Promise<Walked> {
  const { roots, tasks, problems: rootProblems } = resolveRoots(host, request);
  const problems: Problem[] = [...rootProblems];
  const found = openMeasured(roots.length > 1 || !request.oneFileSystem);
  const { measured } = found;
  const linkSum = openLinkSum();
  const links: SeenLink[] = [];
  const newestSources = new Map<AbsolutePath, NewestSource>();
  if (roots.length === 0) return { roots, measured, linkSum, newestSources, links, entries: 0, problems };
  const entries = await runPool(tasks, workerSettings(host, request, roots, request.index ?? null), {
    threads: options.threads ?? new Threads("scan"),
    signal: options.signal,
    onMeasured(one) {
      if (!found.add(one)) return;
      if (one.inside === null) linkSum.add(one.links);
      options.onMeasured?.(one);
    },
    onSource(source) {
      const known = newestSources.get(source.project);
      if (!known || known.modified < source.modified) newestSources.set(source.project, source);
    },
    onLink: (link) => links.push(link),
    onProblem: (problem) => problems.push(problem),
    onProgress: (seen, bytes) => options.onProgress?.(seen, bytes),
  });
  if (request.index) boundIndex(request.index, host.now());
  return { roots, measured, linkSum, newestSources, links, entries, problems };
}
