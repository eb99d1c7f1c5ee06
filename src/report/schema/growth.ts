import * as v from "valibot";
import { base64, path, time, whole } from "./path.ts";

const signed = v.pipe(v.number(), v.safeInteger());

export const growthRow = v.strictObject({
  /** An environment's own path; else the project or directory that the findings lie in. */
  path,
  pathBase64: v.optional(base64),
  project: v.nullable(path),
  projectBase64: v.optional(base64),
  /** Null where all artifacts are summed. */
  artifact: v.nullable(v.string()),
  findings: whole,
  /** Bytes; null where there was nothing. */
  before: v.nullable(whole),
  now: v.nullable(whole),
  grown: signed,
});

/** What `pyshed history --growth --json` writes, what has grown most first. */
export const growthDocument = v.strictObject({
  schema: v.literal("pyshed.growth/1"),
  /** What was asked for. */
  since: time,
  /** Null when no two scans of the same roots have been kept. */
  comparison: v.nullable(
    v.strictObject({
      roots: v.array(path),
      oneFileSystem: v.boolean(),
      before: time,
      now: time,
      by: v.picklist(["place", "project", "root"]),
      /** Each inode once; what places share counts in each of them. */
      totals: v.strictObject({ before: whole, now: whole, grown: signed, new: whole, gone: whole }),
      places: v.array(growthRow),
      /** What could be read at one of the two times only: what lies there is in no row and not in `grown`. */
      unread: v.array(v.strictObject({ path, pathBase64: v.optional(base64) })),
    }),
  ),
});

export type GrowthDocument = v.InferOutput<typeof growthDocument>;
