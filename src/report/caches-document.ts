import type { Cache, CacheContents, CacheEntry, CacheList } from "../model/cache.ts";
import type { CachePlan, CacheStep, LeftCache } from "../model/cache-plan.ts";
import type { Problem } from "../model/finding.ts";
import type { RunReport } from "../model/run.ts";
import { isoTime } from "./finding-document.ts";
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
}

export function cachesCleanDocument({ status, plan, report, caches, left }: CachesCleaned): CachesCleanDocument {
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
    caches: caches.map(({ id, store, path, bytes }) => ({ id, store, ...pathFields(path), bytes: { ...bytes } })),
    ...runFields(report),
  };
}

function stepDocument(step: CacheStep): CachesCleanDocument["steps"][number] {
  const { id, cache, store, path, safety, bytes } = step;
  const common = { id, cache, store, ...pathFields(path), safety, bytes: { ...bytes } };
  return step.action === "owner"
    ? { action: "owner", ...common, command: [step.program, ...step.arguments].map(wellFormed) }
    : { action: step.action, ...common, because: wellFormed(step.because) };
}
