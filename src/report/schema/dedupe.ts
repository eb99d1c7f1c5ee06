import * as v from "valibot";
import { base64, path, whole } from "./path.ts";
import { bytes, run } from "./run.ts";
import { problem } from "./scan.ts";

/** Bytes on disk of contents that are there more than once; the first of each does not count. */
const sameness = { same: whole, shared: whole, gain: whole, gainUpTo: whole };
const means = v.nullable(v.picklist(["shared extents", "hard links"]));
const placed = { path, pathBase64: v.optional(base64) };

export const environmentSameness = v.strictObject({
  ...placed,
  files: whole,
  allocated: whole,
  ...sameness,
  leftOut: v.array(v.strictObject({ name: v.string(), version: v.string(), reason: v.string() })),
});

const found = {
  roots: v.array(path),
  environments: v.array(environmentSameness),
  packages: v.array(v.strictObject({ name: v.string(), environments: whole, ...sameness })),
  pairs: v.array(v.strictObject({ first: path, second: path, same: whole, shared: whole })),
  fileSystems: v.array(
    v.strictObject({ ...placed, type: v.nullable(v.string()), means, reason: v.nullable(v.string()) }),
  ),
  cache: v.nullable(path),
  totals: v.strictObject({
    ...sameness,
    environments: whole,
    files: whole,
    allocated: whole,
    /** Files that linking touches, and of these how many become hard links. */
    links: whole,
    hardLinks: whole,
    /** Python sources that take another modification time. */
    recompiled: whole,
  }),
  withBytecode: v.boolean(),
  durationMs: whole,
  interrupted: v.boolean(),
  problems: v.array(problem),
};

/** What `pyshed dedupe --json` writes. */
export const dedupeDocument = v.strictObject({ schema: v.literal("pyshed.dedupe/1"), ...found });

/** The same with `--apply`: `applied` says what was done. */
export const dedupeApplyDocument = v.strictObject({
  schema: v.literal("pyshed.dedupe/1"),
  ...found,
  applied: v.strictObject({
    status: v.picklist(["nothing", "declined", "done"]),
    steps: whole,
    forecast: bytes,
    left: v.array(v.strictObject({ ...placed, reasons: v.array(v.string()) })),
    ...run,
  }),
});

const explained = {
  schema: v.literal("pyshed.dedupe-explain/1"),
  ...placed,
  roots: v.array(path),
  cache: v.nullable(path),
  copiedByUv: v.nullable(v.strictObject({ because: v.string(), mend: v.nullable(v.string()) })),
};

/** What `pyshed dedupe --explain PATH --json` writes. */
export const dedupeExplainDocument = v.variant("kind", [
  v.strictObject({
    kind: v.literal("file"),
    ...explained,
    environment: path,
    package: v.nullable(v.string()),
    isStated: v.boolean(),
    size: whole,
    allocated: whole,
    links: whole,
    names: v.array(path),
    extents: v.nullable(v.strictObject({ count: whole, shared: v.picklist(["yes", "no", "in part"]) })),
    twins: v.array(path),
    bytecode: v.array(v.strictObject({ path, isUnique: v.boolean() })),
  }),
  v.strictObject({
    kind: v.literal("environment"),
    ...explained,
    files: whole,
    allocated: whole,
    ...sameness,
    linked: whole,
    linkedElsewhere: whole,
    holders: v.array(v.strictObject({ path, files: whole })),
    extents: v.nullable(v.strictObject({ files: whole, allocated: whole, inPart: whole })),
    bytecode: v.strictObject({ files: whole, unique: whole }),
  }),
]);

export type DedupeExplainDocument = v.InferOutput<typeof dedupeExplainDocument>;
export type DedupeDocument = v.InferOutput<typeof dedupeDocument>;
export type DedupeApplyDocument = v.InferOutput<typeof dedupeApplyDocument>;
