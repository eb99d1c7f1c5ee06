import * as v from "valibot";
import { base64, path, whole } from "./path.ts";

export const bytes = v.strictObject({ apparent: whole, allocated: whole, frees: whole, freesUpTo: whole });

const measured = v.pipe(v.number(), v.safeInteger());
export const freed = v.nullable(
  v.strictObject({ bytes: measured, copies: whole, journal: whole, isSettled: v.boolean() }),
);

/** What every document says of an item of a run. */
export const itemHead = {
  /** What `undo` and `purge` take. */
  id: v.string(),
  act: v.picklist(["trash", "delete", "restore", "purge", "owner", "edit", "link", "separate", "move"]),
  artifact: v.string(),
  path,
  pathBase64: v.optional(base64),
  project: v.nullable(path),
  projectBase64: v.optional(base64),
  bytes,
};

/** What became of one item. */
export const item = v.strictObject({
  ...itemHead,
  result: v.picklist(["done", "skipped", "failed", "partial"]),
  /** Files that were linked, separated or moved, for the acts that do that. */
  files: v.optional(whole),
  reason: v.nullable(v.string()),
  hint: v.nullable(v.string()),
  guarantee: v.nullable(v.picklist(["by handle", "by path"])),
});

export const run = {
  run: v.nullable(v.string()),
  items: v.array(item),
  interrupted: v.boolean(),
  freed,
  journal: v.nullable(path),
  notices: v.array(v.string()),
};

export const undoDocument = v.strictObject({ schema: v.literal("pyshed.undo/1"), ...run });

/** No run was begun where `status` is `declined` or `nothing`. */
export const purgeDocument = v.strictObject({
  schema: v.literal("pyshed.purge/1"),
  status: v.picklist(["declined", "nothing", "done"]),
  forecast: bytes,
  ...run,
});

export type ItemDocument = v.InferOutput<typeof item>;
export type UndoDocument = v.InferOutput<typeof undoDocument>;
export type PurgeDocument = v.InferOutput<typeof purgeDocument>;
