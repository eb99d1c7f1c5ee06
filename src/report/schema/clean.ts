import * as v from "valibot";
import { safety } from "./finding.ts";
import { base64, path } from "./path.ts";
import { bytes, run } from "./run.ts";
import { problem } from "./scan.ts";

const warning = v.strictObject({ code: v.string(), text: v.string() });

/** One step of the plan, as it was shown before anything was done. */
const step = v.strictObject({
  id: v.string(),
  action: v.picklist(["trash", "delete", "move"]),
  /** The directory that its files move to, for `move`. */
  to: v.optional(path),
  finding: v.string(),
  artifact: v.string(),
  path,
  pathBase64: v.optional(base64),
  project: v.nullable(path),
  projectBase64: v.optional(base64),
  safety,
  bytes,
  /** What was asked about it. */
  warnings: v.array(warning),
});

const left = v.strictObject({
  finding: v.string(),
  path,
  pathBase64: v.optional(base64),
  reasons: v.array(v.string()),
});

const plan = {
  plan: v.string(),
  roots: v.array(path),
  protection: v.picklist(["none", "warn", "block", "paranoid"]),
  steps: v.array(step),
  left: v.array(left),
  /** What the items that went give back at once; of a plan that was not carried out, what all of them would. */
  forecast: bytes,
  later: bytes,
  ...run,
};

/** What `pyshed clean --json` writes, and every other command that cleans. */
export const cleanDocument = v.strictObject({
  schema: v.literal("pyshed.clean/1"),
  status: v.picklist(["planned", "declined", "interrupted", "nothing", "done"]),
  ...plan,
  problems: v.array(problem),
});

/** What `pyshed apply --json` writes. */
export const applyDocument = v.strictObject({ schema: v.literal("pyshed.apply/1"), ...plan });

export type CleanDocument = v.InferOutput<typeof cleanDocument>;
export type ApplyDocument = v.InferOutput<typeof applyDocument>;
