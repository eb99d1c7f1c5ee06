import * as v from "valibot";
import { isBelowOneOf, isPlain, type AbsolutePath } from "../model/path.ts";
import { PROTECTIONS, type Plan } from "../model/plan.ts";
import { SAFETIES } from "../model/safety.ts";
import { isBelowARoot } from "./make.ts";

export type PlanFileProblem =
  /** Not JSON, or not of the shape of a plan. */
  | "plan-unreadable"
  | "plan-unknown-version"
  | "plan-other-machine"
  /** A path that is relative or has `..` in it. */
  | "plan-bad-path"
  | "plan-outside-roots"
  /** One step lies inside another, or a path or number is there twice. */
  | "plan-nested";

export type DecodedPlan =
  | { readonly ok: true; readonly plan: Plan }
  | { readonly ok: false; readonly code: PlanFileProblem; readonly message: string; readonly hint: string };

/** The plan as a file. Bytes in paths that are not UTF-8 become JSON escapes and come back the same. */
export function encodePlan(plan: Plan): string {
  return `${JSON.stringify(plan, null, 2)}\n`;
}

/** Reads a plan file and refuses what was not made here or what no plan of ours could say. Believes nothing else. */
export function decodePlan(text: string, machine: string): DecodedPlan {
  const read = parseJson(text);
  if (typeof read !== "object" || read === null) return refused("plan-unreadable", "this is not a plan file");
  const schema: unknown = Reflect.get(read, "schema");
  if (typeof schema !== "string" || !schema.startsWith("pyshed.plan/")) {
    return refused("plan-unreadable", "this is not a plan file");
  }
  if (schema !== "pyshed.plan/1") {
    return refused("plan-unknown-version", `this pyshed does not know plans of the kind ${JSON.stringify(schema)}`);
  }
  const parsed = v.safeParse(planSchema, read);
  if (!parsed.success) {
    const { issues } = parsed;
    return refused("plan-unreadable", `the plan file is damaged at ${v.getDotPath(issues[0]) ?? "its top"}`);
  }
  const plan: Plan = parsed.output;
  if (plan.machine !== machine) {
    return refused("plan-other-machine", "the plan was made on another machine or by another user");
  }
  return checkPaths(plan) ?? { ok: true, plan };
}

function checkPaths({ roots, steps }: Plan): DecodedPlan | null {
  const paths = new Set<string>(steps.map(({ path }) => path));
  const ids = new Set(steps.map(({ id }) => id));
  for (const { path } of steps) {
    if (!isPlain(path)) return refused("plan-bad-path", `${JSON.stringify(path)} is no plain absolute path`);
  }
  for (const root of roots) {
    if (!isPlain(root)) return refused("plan-bad-path", `${JSON.stringify(root)} is no plain absolute path`);
  }
  for (const { path } of steps) {
    if (!isBelowARoot(path, roots)) return refused("plan-outside-roots", `${path} lies outside the plan's roots`);
    if (isBelowOneOf(path, paths)) return refused("plan-nested", `${path} lies inside another step`);
  }
  if (paths.size < steps.length || ids.size < steps.length) return refused("plan-nested", "a step is there twice");
  return null;
}

function refused(code: PlanFileProblem, message: string): DecodedPlan {
  return { ok: false, code, message, hint: "make a new one with `pyshed clean --plan FILE`" };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON: the caller says that it is no plan.
    return undefined;
  }
}

const path = v.pipe(
  v.string(),
  v.transform((text) => text as AbsolutePath),
);
const decimal = v.pipe(v.string(), v.regex(/^-?\d{1,20}$/));
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const bytes = v.strictObject({ apparent: count, allocated: count, frees: count, freesUpTo: count });

const reasonCode = v.picklist([
  "data",
  "medium",
  "guarded",
  "tracked",
  "holds-repository",
  "in-use",
  "runs-here",
  "read-only",
  "unchecked-hash",
  "unproven",
  "relied-on",
  "unreadable",
  "other-owner",
  "not-ignored",
  "uncommitted",
  "unpushed",
  "stashed",
  "recently-used",
]);

const step = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^[1-9]\d{0,8}$/)),
  action: v.picklist(["trash", "delete"]),
  finding: v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/)),
  artifact: v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/)),
  path,
  project: v.nullable(path),
  safety: v.picklist(SAFETIES),
  identity: v.strictObject({
    device: decimal,
    inode: decimal,
    type: v.picklist(["file", "directory"]),
    modified: decimal,
  }),
  bytes,
  pinned: v.nullable(v.array(v.string())),
  accepted: v.array(reasonCode),
});

const decision = v.strictObject({
  finding: v.string(),
  path,
  verdict: v.picklist(["allow", "ask", "refuse"]),
  reasons: v.array(v.strictObject({ code: reasonCode, weight: v.picklist(["ask", "refuse"]), text: v.string() })),
});

const planSchema = v.strictObject({
  schema: v.literal("pyshed.plan/1"),
  id: v.pipe(v.string(), v.regex(/^[\w-]{8,64}$/)),
  machine: v.string(),
  createdAt: v.pipe(v.string(), v.isoTimestamp()),
  roots: v.array(path),
  protection: v.picklist(PROTECTIONS),
  bytecode: v.optional(v.picklist(["all", "stale", "gc"])),
  steps: v.array(step),
  decisions: v.array(decision),
  forecast: bytes,
  later: bytes,
});
