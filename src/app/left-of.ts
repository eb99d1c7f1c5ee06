import type { Plan } from "../model/plan.ts";
import type { RunReport } from "../model/run.ts";
import type { CleanItem, Left } from "./clean.ts";

/** What policy refused, or the user did not permit, with the heaviest reasons. */
export function leftOf({ finding, decision }: CleanItem): Left {
  const heaviest = decision.verdict === "refuse" ? "refuse" : "ask";
  const reasons = decision.reasons.filter(({ weight }) => weight === heaviest).map(({ text }) => text);
  return { finding: finding.id, path: finding.path, reasons };
}

/** What a run did not do of its plan, and why. */
export function leftBy({ steps }: Plan, { outcomes, interrupted }: RunReport): Left[] {
  const byStep = new Map(outcomes.map((outcome) => [outcome.step, outcome]));
  return steps.flatMap(({ id, finding, path }): Left[] => {
    const outcome = byStep.get(id);
    if (outcome?.result === "done") return [];
    const reason = outcome?.reason ?? (interrupted ? "pyshed was stopped before its turn" : "it was not reached");
    return [{ finding, path, reasons: outcome?.hint ? [reason, outcome.hint] : [reason] }];
  });
}
