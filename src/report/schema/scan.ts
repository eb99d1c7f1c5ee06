import * as v from "valibot";
import { finding } from "./finding.ts";
import { base64, path, time, whole } from "./path.ts";

export const project = v.strictObject({
  path,
  pathBase64: v.optional(base64),
  frees: whole,
  freesUpTo: whole,
  lastActivity: v.nullable(time),
  decidedBy: v.nullable(v.string()),
  findings: v.array(v.string()),
});

export const problem = v.strictObject({
  path,
  pathBase64: v.optional(base64),
  code: v.string(),
  message: v.string(),
});

export const totals = v.strictObject({
  findings: whole,
  allocated: whole,
  frees: whole,
  freesUpTo: whole,
  entries: whole,
});

const common = {
  roots: v.array(path),
  startedAt: time,
  durationMs: whole,
  interrupted: v.boolean(),
  findings: v.array(finding),
  projects: v.array(project),
  totals,
  problems: v.array(problem),
};

/** What `pyshed scan --json` writes. */
export const scanDocument = v.strictObject({ schema: v.literal("pyshed.scan/1"), ...common });

/** What `pyshed stale --json` writes: only what has been idle for at least `days`. */
export const staleDocument = v.strictObject({
  schema: v.literal("pyshed.stale/1"),
  days: whole,
  /** Projects, and findings of no project, left out because nothing says when they were used. */
  unknownAge: whole,
  ...common,
});

export type ProjectDocument = v.InferOutput<typeof project>;
export type ProblemDocument = v.InferOutput<typeof problem>;
export type ScanDocument = v.InferOutput<typeof scanDocument>;
export type StaleDocument = v.InferOutput<typeof staleDocument>;
