import * as v from "valibot";
import { finding } from "./finding.ts";
import { path, time, whole } from "./path.ts";
import { problem, project, totals } from "./scan.ts";

/** One line of `--ndjson`: findings as they come, then projects and problems, and `end` last. */
export const line = v.variant("type", [
  v.strictObject({ type: v.literal("finding"), ...finding.entries }),
  v.strictObject({ type: v.literal("project"), ...project.entries }),
  v.strictObject({ type: v.literal("problem"), ...problem.entries }),
  v.strictObject({
    type: v.literal("end"),
    schema: v.picklist(["pyshed.scan/1", "pyshed.stale/1"]),
    roots: v.array(path),
    startedAt: time,
    durationMs: whole,
    interrupted: v.boolean(),
    days: v.optional(whole),
    unknownAge: v.optional(whole),
    totals,
  }),
]);
