import * as v from "valibot";
import { SAFETIES } from "../../model/safety.ts";
import { base64, path, time, whole } from "./path.ts";
import { bytes, run } from "./run.ts";
import { problem } from "./scan.ts";

const safety = v.picklist(SAFETIES);

export const cacheEntry = v.strictObject({
  kind: v.string(),
  name: v.string(),
  /** Normalised (PEP 503), or null when it belongs to no package. */
  package: v.nullable(v.string()),
  version: v.nullable(v.string()),
  path,
  pathBase64: v.optional(base64),
  allocated: whole,
  frees: whole,
  lastUsed: v.nullable(time),
  /** Does anything outside of the store use it? */
  isUsed: v.picklist(["yes", "no", "unknown"]),
  usedBy: v.array(path),
  safety,
});

export const cache = v.strictObject({
  id: v.string(),
  store: v.string(),
  tool: v.string(),
  title: v.string(),
  path,
  pathBase64: v.optional(base64),
  locatedBy: v.string(),
  isCurrent: v.boolean(),
  safety,
  bytes,
  removable: bytes,
  files: whole,
  lastActivity: v.nullable(time),
  command: v.nullable(v.string()),
  parts: v.array(
    v.strictObject({
      id: v.string(),
      title: v.string(),
      safety,
      entries: v.array(v.string()),
      bytes,
      removable: bytes,
      files: whole,
    }),
  ),
  obstacles: v.array(v.string()),
  problems: v.array(problem),
  /** Where caches are named: what is inside, biggest first; null where nobody can tell. */
  contents: v.optional(
    v.nullable(
      v.strictObject({ entries: v.array(cacheEntry), remarks: v.array(v.string()), problems: v.array(problem) }),
    ),
  ),
});

/** What `pyshed caches --json` writes. */
export const cachesDocument = v.strictObject({
  schema: v.literal("pyshed.caches/1"),
  caches: v.array(cache),
  totals: v.strictObject({ caches: whole, allocated: whole, frees: whole, freesUpTo: whole }),
  problems: v.array(problem),
});

const step = {
  id: v.string(),
  cache: v.string(),
  store: v.string(),
  path,
  pathBase64: v.optional(base64),
  safety,
  bytes,
  /** The selected things that go with it; null when it cleans whatever may go. */
  what: v.nullable(v.string()),
  /** It comes only when what goes before it was not enough for a target. */
  isReserve: v.boolean(),
};

/** How many things of each cache were selected; empty without a selection. */
const choosing = v.array(v.strictObject({ cache: v.string(), chosen: whole, of: whole }));

/** How far each cache was from the targets at the end, in bytes; empty without targets. */
const targets = v.array(
  v.strictObject({
    cache: v.string(),
    path,
    pathBase64: v.optional(base64),
    /** Null unless the size is a target. */
    size: v.nullable(whole),
    /** Null unless free space is a target, or when nobody can say. */
    free: v.nullable(whole),
    isReached: v.boolean(),
  }),
);

/** What the owners said of their stores afterwards. */
const checks = v.array(
  v.strictObject({
    cache: v.string(),
    store: v.string(),
    path,
    pathBase64: v.optional(base64),
    command: v.array(v.string()),
    isSound: v.boolean(),
    said: v.string(),
  }),
);

/** Copies of what went, and the commands that put them back. */
const backup = v.nullable(v.strictObject({ path, pathBase64: v.optional(base64), restore: v.array(v.string()) }));

/** What cleaning caches writes with `--json`. Nothing was carried out unless `status` is `done`. */
export const cachesCleanDocument = v.strictObject({
  schema: v.literal("pyshed.caches-clean/1"),
  status: v.picklist(["planned", "declined", "nothing", "done"]),
  steps: v.array(
    v.variant("action", [
      v.strictObject({ action: v.literal("owner"), ...step, command: v.array(v.string()) }),
      v.strictObject({ action: v.picklist(["trash", "delete"]), ...step, because: v.string() }),
    ]),
  ),
  left: v.array(
    v.strictObject({
      cache: v.string(),
      store: v.string(),
      path,
      pathBase64: v.optional(base64),
      reasons: v.array(v.string()),
    }),
  ),
  forecast: bytes,
  later: bytes,
  choosing,
  targets,
  checks,
  backup,
  /** Bytes of the caches when the run had ended, or as they were where there was none. */
  caches: v.array(v.strictObject({ id: v.string(), store: v.string(), path, pathBase64: v.optional(base64), bytes })),
  ...run,
});

export type CacheDocument = v.InferOutput<typeof cache>;
export type CachesDocument = v.InferOutput<typeof cachesDocument>;
export type CachesCleanDocument = v.InferOutput<typeof cachesCleanDocument>;
