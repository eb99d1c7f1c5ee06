import * as v from "valibot";
import { finding } from "./finding.ts";
import { base64, path, time } from "./path.ts";

/** What `pyshed why --json` writes. */
export const whyDocument = v.strictObject({
  schema: v.literal("pyshed.why/1"),
  path,
  pathBase64: v.optional(base64),
  subject: v.picklist(["finding", "project", "nothing"]),
  project: v.nullable(path),
  projectBase64: v.optional(base64),
  finding: v.nullable(finding),
  proofs: v.array(
    v.strictObject({
      artifact: v.string(),
      title: v.string(),
      holds: v.boolean(),
      lines: v.array(v.strictObject({ holds: v.boolean(), text: v.string() })),
    }),
  ),
  foreignTree: v.nullable(v.string()),
  activity: v.array(v.strictObject({ what: v.string(), time: v.nullable(time), note: v.nullable(v.string()) })),
  lastActivity: v.nullable(time),
  decidedBy: v.nullable(v.string()),
});

export type WhyDocument = v.InferOutput<typeof whyDocument>;
