import type { OwnerCheck } from "../model/owner-check.ts";
import type { Cache, CacheContents, CacheEntry, CacheList } from "../model/cache.ts";
import type { CachePlan, CacheStep, LeftCache } from "../model/cache-plan.ts";
import type { Problem } from "../model/finding.ts";
import type { AbsolutePath } from "../model/path.ts";
import type { RunReport } from "../model/run.ts";
import { isoTime } from "./finding-document.ts";
import { restoreCommands } from "./cache-copies-text.ts";
import { pathFields, wellFormed } from "./path-fields.ts";
import { runFields } from "./run-document.ts";
import type { CacheDocument, CachesCleanDocument, CachesDocument } from "./schema/caches.ts";

/** What `pyshed caches --json` writes; `contents` by the caches' ids, where they were looked into. */
export function cachesDocument(
  { caches, totals, problems }: CacheList,
  contents: ReadonlyMap<string, CacheContents | null> | null,
): CachesDocument {
  return {
    schema: "pyshed.caches/1",
    caches: caches.map((cache) => ({
      ...cacheDocument(cache),
      ...(contents ? { contents: contentsDocument(contents.get(cache.id) ?? null) } : {}),
    })),
    totals: { ...totals },
    problems: problems.map(problemDocument),
  };
}

function cacheDocument(cache: Cache): CacheDocument {
  const { id, store, tool, title, path, isCurrent, safety, bytes, removable, files, command, parts } = cache;
  return {
    id,
    store,
    tool,
    title,
    ...pathFields(path),
    locatedBy: wellFormed(cache.locatedBy),
    isCurrent,
    safety,
    bytes: { ...bytes },
    removable: { ...removable },
    files,
    lastActivity: isoTime(cache.lastActivity),
    command: command && wellFormed(command),
    parts: parts.map((part) => ({
      ...part,
      entries: part.entries.map(wellFormed),
      bytes: { ...part.bytes },
      removable: { ...part.removable },
    })),
    obstacles: cache.obstacles.map(wellFormed),
    problems: cache.problems.map(problemDocument),
  };
}

function contentsDocument(contents: CacheContents | null): CacheDocument["contents"] {
  return (
    contents && {
      entries: contents.entries.map(entryDocument),
      remarks: contents.remarks.map(wellFormed),
      problems: contents.problems.map(problemDocument),
    }
  );
}

function entryDocument(entry: CacheEntry): NonNullable<NonNullable<CacheDocument["contents"]>["entries"]>[number] {
  const { kind, allocated, frees, isUsed, safety } = entry;
  return {
    kind,
    name: wellFormed(entry.name),
    package: entry.package && wellFormed(entry.package),
    version: entry.version && wellFormed(entry.version),
    ...pathFields(entry.path),
    allocated,
    frees,
    lastUsed: isoTime(entry.lastUsed),
    isUsed,
    usedBy: entry.usedBy.map(wellFormed),
    safety,
  };
}

function problemDocument({ path, code, message }: Problem): CachesDocument["problems"][number] {
  return { ...pathFields(path), code, message: wellFormed(message) };
}

/** What was done with caches. */
export interface CachesCleaned {
  readonly status: CachesCleanDocument["status"];
  readonly plan: CachePlan;
  readonly report: RunReport | null;
  readonly caches: readonly Cache[];
  readonly left: readonly LeftCache[];
  readonly choosing: readonly { readonly cache: string; readonly chosen: number; readonly of: number }[];
  readonly targets: readonly TargetReached[];
  readonly checks: readonly OwnerCheck[];
  readonly copies: { readonly directory: AbsolutePath } | null;
}

/** How far a cache was from its targets, in bytes. */
export interface TargetReached {
  readonly cache: string;
  readonly path: AbsolutePath;
  readonly size: number | null;
  readonly free: number | null;
  readonly isReached: boolean;
}

export function cachesCleanDocument({
  status,
  plan,
  report,
  caches,
  left,
  choosing,
  targets,
  checks,
  copies,
}: CachesCleaned): CachesCleanDocument {
  return {
    schema: "pyshed.caches-clean/1",
    status,
    steps: plan.steps.map(stepDocument),
    left: left.map(({ cache, store, path, reasons }) => ({
      cache,
      store,
      ...pathFields(path),
      reasons: reasons.map(wellFormed),
    })),
    forecast: { ...plan.forecast },
    later: { ...plan.later },
    choosing: choosing.map(({ cache, chosen, of }) => ({ cache, chosen, of })),
    targets: targets.map(({ cache, path, size, free, isReached }) => ({
      cache,
      ...pathFields(path),
      size,
      free,
      isReached,
    })),
    checks: checks.map(({ cache, store, path, command, isSound, said }) => ({
      cache,
      store,
      ...pathFields(path),
      command: command.map(wellFormed),
      isSound,
      said: wellFormed(said),
    })),
    backup: copies && {
      ...pathFields(copies.directory),
      restore: restoreCommands(plan, report, copies.directory).map(wellFormed),
    },
    caches: caches.map(({ id, store, path, bytes }) => ({ id, store, ...pathFields(path), bytes: { ...bytes } })),
    ...runFields(report),
  };
}

function stepDocument(step: CacheStep): CachesCleanDocument["steps"][number] {
  const { id, cache, store, path, safety, bytes, isReserve } = step;
  const what = step.what && wellFormed(step.what);
  const common = { id, cache, store, ...pathFields(path), safety, bytes: { ...bytes }, what, isReserve };
  return step.action === "owner"
    ? { action: "owner", ...common, command: [step.program, ...step.arguments].map(wellFormed) }
    : { action: step.action, ...common, because: wellFormed(step.because) };
}
