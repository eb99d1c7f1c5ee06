import * as v from "valibot";
import { isPlain, type AbsolutePath } from "../model/path.ts";
import { SAFETIES } from "../model/safety.ts";
import type { JournalRecord } from "./journal-records.ts";
import { isEntryName } from "./removal/identity.ts";

/** One line of a journal; undefined when it is torn or not ours. */
export function parseRecord(line: string): JournalRecord | undefined {
  try {
    const parsed = v.safeParse(record, JSON.parse(line));
    return parsed.success ? parsed.output : undefined;
  } catch {
    // Not JSON: a line that was cut short.
    return undefined;
  }
}

const path = v.pipe(
  v.string(),
  v.check(isPlain),
  v.transform((text) => text as AbsolutePath),
);
const count = v.pipe(v.number(), v.minValue(0));
const bytes = v.object({ apparent: count, allocated: count, frees: count, freesUpTo: count });
const decimal = v.pipe(v.string(), v.regex(/^-?\d{1,20}$/));

const entryName = v.pipe(v.string(), v.check(isEntryName));

const trashedItem = v.object({
  trashDirectory: path,
  name: entryName,
  originalPath: path,
  device: v.number(),
  inode: decimal,
  kind: v.picklist(["file", "directory", "link", "other"]),
  trashedAt: v.number(),
  modified: v.optional(decimal),
});

const textEdit = v.object({
  kind: v.picklist(["insert", "cut", "replace"]),
  text: v.string(),
  was: v.optional(v.string()),
  at: v.nullable(count),
  isWholeFile: v.boolean(),
});

/** Below the environment that the step is about, wherever the journal's text came from. */
const below = v.pipe(
  v.string(),
  v.check((text) => isPlain(`/${text}`)),
);

const links = v.object({
  means: v.picklist(["shared extents", "hard links"]),
  device: decimal,
  roots: v.array(path),
  leaders: v.array(v.tuple([count, v.union([v.literal(""), below]), decimal, decimal])),
  files: v.array(v.tuple([below, decimal, decimal, count])),
});

const side = v.object({ directory: path, stays: path, mode: v.nullable(v.pipe(count, v.maxValue(0o7777))) });
const moves = v.object({
  from: side,
  to: side,
  device: decimal,
  files: v.array(v.tuple([entryName, decimal, decimal, count])),
});

const record = v.variant("type", [
  v.object({
    type: v.literal("run"),
    schema: v.literal("pyshed.journal/1"),
    run: v.string(),
    kind: v.picklist(["clean", "edit", "undo", "purge", "dedupe", "move"]),
    at: v.string(),
    machine: v.string(),
    process: v.object({ pid: v.number(), start: v.nullable(v.string()), space: v.nullable(v.string()) }),
    items: count,
    forecast: bytes,
    later: bytes,
    partOf: v.optional(v.nullable(v.string()), null),
  }),
  v.object({
    type: v.literal("intent"),
    step: v.string(),
    at: v.string(),
    act: v.picklist(["trash", "delete", "restore", "purge", "owner", "edit", "link", "separate", "move"]),
    path,
    identity: v.object({
      device: decimal,
      inode: decimal,
      type: v.picklist(["file", "directory"]),
      modified: decimal,
    }),
    artifact: v.string(),
    project: v.nullable(path),
    safety: v.picklist(SAFETIES),
    bytes,
    aside: v.nullable(entryName),
    emptied: v.optional(path),
    origin: v.nullable(v.object({ run: v.string(), step: v.string(), item: trashedItem })),
    edit: v.optional(
      v.object({
        done: textEdit,
        back: textEdit,
        undoes: v.nullable(v.string()),
        by: v.optional(v.literal("crontab")),
      }),
    ),
    links: v.optional(links),
    moves: v.optional(moves),
    undoes: v.optional(v.object({ run: v.string(), step: v.string() })),
  }),
  v.object({ type: v.literal("reserved"), step: v.string(), item: trashedItem }),
  v.object({ type: v.literal("copies"), step: v.string(), copies: v.array(v.tuple([count, decimal])) }),
  v.object({
    type: v.literal("pins"),
    step: v.string(),
    file: v.nullable(path),
    lines: v.nullable(v.array(v.string())),
  }),
  v.object({ type: v.literal("backup"), step: v.string(), directory: path, files: count, bytes: count }),
  v.object({
    type: v.literal("outcome"),
    step: v.string(),
    at: v.string(),
    result: v.picklist(["done", "skipped", "failed", "partial"]),
    reason: v.nullable(v.string()),
    trashed: v.nullable(trashedItem),
    recovered: v.boolean(),
  }),
  v.object({
    type: v.literal("end"),
    at: v.string(),
    interrupted: v.boolean(),
    freed: v.nullable(v.number()),
    recovered: v.boolean(),
  }),
]);
