import * as v from "valibot";
import { cleanDocument } from "./clean.ts";
import { path } from "./path.ts";
import { run } from "./run.ts";

/** What commands that change settings write with `--json`. */
export const settingsDocument = v.strictObject({
  schema: v.literal("pyshed.settings/1"),
  status: v.picklist(["planned", "declined", "nothing", "done"]),
  edits: v.array(
    v.strictObject({
      path,
      readBy: v.string(),
      change: v.picklist(["insert", "cut", "replace"]),
      text: v.string(),
      /** For `replace`: what stands there now. */
      was: v.optional(v.string()),
      /** Nobody has tried it on this system. */
      untried: v.boolean(),
    }),
  ),
  /** Files that cannot be changed, and why. */
  left: v.array(v.strictObject({ path, reasons: v.array(v.string()) })),
  /** Commands that only their user can run. */
  byHand: v.array(v.string()),
  ...run,
  /** For `bytecode central --on ROOT`: the bytecode that moved to the cache. */
  moved: v.optional(cleanDocument),
});

export type SettingsDocument = v.InferOutput<typeof settingsDocument>;
