import * as v from "valibot";
import { base64, path, time, whole } from "./path.ts";

export const safety = v.picklist(["safe", "low", "medium", "data"]);

/** A finding as every document shows it. */
export const finding = v.strictObject({
  id: v.string(),
  artifact: v.string(),
  tool: v.string(),
  path,
  pathBase64: v.optional(base64),
  project: v.nullable(path),
  projectBase64: v.optional(base64),
  safety,
  reasons: v.array(v.string()),
  bytes: v.strictObject({ apparent: whole, allocated: whole, frees: whole, freesUpTo: whole }),
  files: whole,
  directories: whole,
  lastActivity: v.nullable(time),
  largest: v.array(v.strictObject({ name: v.string(), version: v.string(), allocated: whole })),
  environment: v.nullable(
    v.strictObject({
      python: v.nullable(v.string()),
      home: v.nullable(v.string()),
      creator: v.string(),
      packages: whole,
      notRestorable: v.array(v.string()),
    }),
  ),
  sharedWith: v.nullable(v.string()),
  inside: v.nullable(v.string()),
  fromIndex: v.boolean(),
});

export type FindingDocument = v.InferOutput<typeof finding>;
