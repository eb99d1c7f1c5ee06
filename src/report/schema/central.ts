import * as v from "valibot";
import { RHYTHMS } from "../../model/schedule.ts";
import { base64, path, whole } from "./path.ts";

const parts = v.array(v.strictObject({ name: v.string(), files: whole, allocated: whole }));

/** What `pyshed bytecode central --status --json` writes. */
export const centralDocument = v.strictObject({
  schema: v.literal("pyshed.bytecode-central/1"),
  path,
  pathBase64: v.optional(base64),
  /** Python writes there where this shell starts it. */
  inEffect: v.boolean(),
  /** Why Python can keep nothing there. */
  obstacle: v.nullable(v.string()),
  /** Files with a block of pyshed's that sets it. */
  setBy: v.array(path),
  /** Files with a block of pyshed's that sets another cache, and which. */
  setsAnother: v.array(v.strictObject({ path, cache: path })),
  /** What runs `bytecode gc` again and again. */
  scheduled: v.nullable(
    v.strictObject({
      scheduler: v.picklist(["systemd", "cron", "launchd", "Task Scheduler"]),
      rhythm: v.picklist(RHYTHMS),
    }),
  ),
  /** Null where nothing is there. */
  contents: v.nullable(
    v.strictObject({
      files: whole,
      directories: whole,
      allocated: whole,
      useless: whole,
      byOwner: parts,
      byInterpreter: parts,
    }),
  ),
});

export type CentralDocument = v.InferOutput<typeof centralDocument>;
