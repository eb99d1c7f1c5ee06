import type { Reliance } from "../evidence/relied-on.ts";
import type { Plan, Step } from "../model/plan.ts";
import { decide } from "../plan/decide.ts";
import type { Host } from "../system/host.ts";
import { bytecodeObjections } from "./bytecode-objections.ts";
import { circumstancesOf, policyOf } from "./circumstances.ts";

/**
 * Asks about steps again, right before they act: why some must be left now, by step. What the plan asked about and the
 * user accepted is no objection; anything that has come since is.
 */
export async function objectionsTo(
  host: Host,
  plan: Plan,
  steps: readonly Step[],
  reliances: readonly Reliance[],
): Promise<ReadonlyMap<string, string>> {
  const candidates = steps.map(({ finding, path, project }) => ({ id: finding, path, project }));
  const disposable = plan.decisions.map(({ path }) => path);
  const known = await circumstancesOf(host, candidates, {
    roots: plan.roots,
    problems: [],
    disposable,
    reliances,
    isBytecode: plan.bytecode !== undefined,
  });
  // To be in a plan is to be named.
  const policy = policyOf(host, plan.protection, new Set(steps.map(({ finding }) => finding)));
  const objections = new Map(plan.bytecode ? await bytecodeObjections(host, plan, steps) : []);
  for (const step of steps) {
    const { finding: id, path, safety } = step;
    const { reasons } = decide({ id, path, safety, reasons: [], lastActivity: null }, known.get(id)!, policy);
    const against = reasons.filter(({ code, weight }) => weight === "refuse" || !step.accepted.includes(code));
    if (against.length > 0 && !objections.has(step.id))
      objections.set(step.id, against.map(({ text }) => text).join("; "));
  }
  return objections;
}
