import * as v from "valibot";
import { path, time, whole } from "./path.ts";
import { itemHead } from "./run.ts";

export const historyItem = v.strictObject({
  ...itemHead,
  where: v.picklist([
    "in trash",
    "restored",
    "partly purged",
    "purged",
    "deleted",
    "changed",
    "linked",
    "separated",
    "moved",
    "left",
    "vanished",
    "unknown",
  ]),
  reason: v.nullable(v.string()),
  pins: v.nullable(path),
});

/** What `pyshed history --json` writes, the newest run first. */
export const historyDocument = v.strictObject({
  schema: v.literal("pyshed.history/1"),
  runs: v.array(
    v.strictObject({
      run: v.string(),
      kind: v.picklist(["clean", "edit", "undo", "purge", "dedupe", "move"]),
      startedAt: time,
      endedAt: v.nullable(time),
      interrupted: v.boolean(),
      freed: v.nullable(v.pipe(v.number(), v.safeInteger())),
      items: v.array(historyItem),
      journal: path,
      damaged: whole,
    }),
  ),
});

export type HistoryItemDocument = v.InferOutput<typeof historyItem>;
export type HistoryDocument = v.InferOutput<typeof historyDocument>;
