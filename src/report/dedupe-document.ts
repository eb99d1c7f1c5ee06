import type { Duplicates } from "../model/duplicates.ts";
import type { LinkPlan } from "../model/link-step.ts";
import type { RunReport } from "../model/run.ts";
import type { Stayed } from "./left-text.ts";
import { pathFields, wellFormed } from "./path-fields.ts";
import { runFields } from "./run-document.ts";
import type { DedupeApplyDocument, DedupeDocument } from "./schema/dedupe.ts";

/** What `pyshed dedupe --json` writes. */
export function dedupeDocument(duplicates: Duplicates): DedupeDocument {
  const {
    roots,
    environments,
    packages,
    pairs,
    fileSystems,
    cache,
    totals,
    withBytecode,
    durationMs,
    interrupted,
    problems,
  } = duplicates;
  return {
    schema: "pyshed.dedupe/1",
    roots: roots.map(wellFormed),
    environments: environments.map(({ path, leftOut, ...figures }) => ({
      ...pathFields(path),
      ...figures,
      leftOut: leftOut.map(({ name, version, reason }) => ({
        name: wellFormed(name),
        version: wellFormed(version),
        reason: wellFormed(reason),
      })),
    })),
    packages: packages.map((one) => ({ ...one, name: wellFormed(one.name) })),
    pairs: pairs.map(({ first, second, same, shared }) => ({
      first: wellFormed(first),
      second: wellFormed(second),
      same,
      shared,
    })),
    fileSystems: fileSystems.map(({ path, type, means, reason }) => ({ ...pathFields(path), type, means, reason })),
    cache: cache && wellFormed(cache),
    totals: { ...totals },
    withBytecode,
    durationMs,
    interrupted,
    problems: problems.map(({ path, code, message }) => ({ ...pathFields(path), code, message: wellFormed(message) })),
  };
}

/** What was linked, and what not. */
export interface Deduped {
  readonly status: DedupeApplyDocument["applied"]["status"];
  readonly duplicates: Duplicates;
  readonly plan: LinkPlan;
  readonly left: readonly Stayed[];
  readonly report: RunReport | null;
}

/** What `pyshed dedupe --apply --json` writes. */
export function dedupeApplyDocument({ status, duplicates, plan, left, report }: Deduped): DedupeApplyDocument {
  return {
    ...dedupeDocument(duplicates),
    applied: {
      status,
      steps: plan.steps.length,
      forecast: { ...plan.forecast },
      left: left.map(({ path, reasons }) => ({ path: wellFormed(path), reasons: reasons.map(wellFormed) })),
      ...runFields(report),
    },
  };
}
