import * as v from "valibot";
import { base64, path, time, whole } from "./path.ts";
import { problem } from "./scan.ts";

const sum = v.strictObject({ files: whole, allocated: whole });
const classes = v.strictObject({
  current: v.optional(sum),
  stale: v.optional(sum),
  orphan: v.optional(sum),
  outdated: v.optional(sum),
  temporary: v.optional(sum),
  "unchecked-hash": v.optional(sum),
  sourceless: v.optional(sum),
  unknown: v.optional(sum),
});

/** What `pyshed bytecode --json` writes. */
export const bytecodeDocument = v.strictObject({
  schema: v.literal("pyshed.bytecode/1"),
  roots: v.array(path),
  startedAt: time,
  durationMs: whole,
  interrupted: v.boolean(),
  interpreters: v.array(
    v.strictObject({
      path,
      tag: v.nullable(v.string()),
      magic: v.nullable(whole),
      version: v.nullable(v.string()),
      how: v.picklist(["asked", "read", "silent"]),
    }),
  ),
  /** Why nothing could be called stale; empty when everything could be judged. */
  doubts: v.array(v.string()),
  owners: v.array(
    v.strictObject({
      kind: v.picklist(["project", "environment", "place"]),
      path,
      pathBase64: v.optional(base64),
      directories: whole,
      files: whole,
      allocated: whole,
      /** Files that cleaning would take, and what that frees. */
      removable: whole,
      frees: whole,
      classes,
    }),
  ),
  totals: v.strictObject({
    files: whole,
    directories: whole,
    allocated: whole,
    removable: whole,
    frees: whole,
    classes,
  }),
  /** What stays, with its class's reason. */
  kept: v.array(
    v.strictObject({
      id: v.string(),
      path,
      pathBase64: v.optional(base64),
      safety: v.picklist(["medium", "data"]),
      reason: v.string(),
    }),
  ),
  compileTime: v.strictObject({
    milliseconds: whole,
    basis: v.picklist(["measured", "from-size"]),
    sourceBytes: whole,
    sampled: whole,
    interpreter: v.nullable(path),
  }),
  advice: v.array(
    v.strictObject({
      path,
      pathBase64: v.optional(base64),
      kind: v.picklist(["runs-here", "tracked", "not-ignored", "read-only", "image-layer"]),
      text: v.string(),
      remedy: v.nullable(v.string()),
    }),
  ),
  problems: v.array(problem),
});

export type BytecodeDocument = v.InferOutput<typeof bytecodeDocument>;
