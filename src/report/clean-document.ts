import type { Bytes, Problem } from "../model/finding.ts";
import type { AbsolutePath } from "../model/path.ts";
import type { Plan, Step } from "../model/plan.ts";
import type { RunReport } from "../model/run.ts";
import { pathFields, projectFields, wellFormed } from "./path-fields.ts";
import { runFields } from "./run-document.ts";
import { problemDocument } from "./scan-document.ts";
import type { ApplyDocument, CleanDocument } from "./schema/clean.ts";

/** A plan and what became of it. */
export interface Carried {
  readonly plan: Plan;
  readonly report: RunReport | null;
  readonly forecast: Bytes;
  readonly later: Bytes;
  readonly left: readonly {
    readonly finding: string;
    readonly path: AbsolutePath;
    readonly reasons: readonly string[];
  }[];
}

/** What `pyshed clean --json` writes. */
export function cleanDocument(
  status: CleanDocument["status"],
  carried: Carried,
  problems: readonly Problem[],
): CleanDocument {
  return { schema: "pyshed.clean/1", status, ...planFields(carried), problems: problems.map(problemDocument) };
}

/** What `pyshed apply --json` writes. */
export function applyDocument(carried: Carried): ApplyDocument {
  return { schema: "pyshed.apply/1", ...planFields(carried) };
}

function planFields({ plan, report, forecast, later, left }: Carried): Omit<ApplyDocument, "schema"> {
  const reasons = new Map(plan.decisions.map((decision) => [decision.finding, decision.reasons]));
  const total = report === null ? plan : { forecast, later };
  return {
    plan: plan.id,
    roots: plan.roots.map(wellFormed),
    protection: plan.protection,
    steps: plan.steps.map((step) => ({
      ...stepFields(step),
      warnings: (reasons.get(step.finding) ?? []).map(({ code, text }) => ({ code, text: wellFormed(text) })),
    })),
    left: left.map((one) => ({ finding: one.finding, ...pathFields(one.path), reasons: one.reasons.map(wellFormed) })),
    forecast: { ...total.forecast },
    later: { ...total.later },
    ...runFields(report),
  };
}

function stepFields({ id, action, finding, artifact, path, to, project, safety, bytes }: Step) {
  return {
    id,
    action,
    finding,
    artifact,
    ...pathFields(path),
    ...(to === undefined ? {} : { to: wellFormed(to) }),
    ...projectFields(project),
    safety,
    bytes: { ...bytes },
  };
}
