import type { Finding, ScanResult } from "../model/finding.ts";
import type { SumOf } from "../model/group.ts";
import type { Plan } from "../model/plan.ts";
import { choicesOf, type Judged } from "./choices.ts";
import { renderRowsOf } from "./choices-text.ts";
import { countItems } from "./count-items.ts";
import { formatRange } from "./headline.ts";
import { glyphsOf, paintOf, type Look } from "./look.ts";
import { hang } from "./width.ts";

/** What a plan was made from. */
export interface PlanView {
  readonly scan: ScanResult;
  readonly sumOf: SumOf;
  /** Ids of the artifacts that are environments. */
  readonly environments: ReadonlySet<string>;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly look: Look;
}

/** Everything that a plan would do, in rows, with its warnings; every line ends in a newline. */
export function renderPlan(plan: Plan, view: PlanView): string {
  const findings = new Map(view.scan.findings.map((finding) => [finding.id, finding]));
  const decisions = new Map(plan.decisions.map((decision) => [decision.finding, decision]));
  const items = plan.steps.flatMap((step): Judged[] => {
    const finding = findings.get(step.finding);
    const decision = decisions.get(step.finding);
    return finding && decision ? [{ finding: alone(finding), decision, mayGo: true }] : [];
  });
  const scan = { ...view.scan, findings: items.map(({ finding }) => finding) };
  const { rows } = choicesOf(items, scan, view.sumOf, { sort: "size", top: 0, minSize: 0 });
  return renderRowsOf(rows, view.now, view.look);
}

/** Steps never nest: what lies in another finding goes by itself, so it is shown by itself. */
function alone(finding: Finding): Finding {
  return finding.inside === null ? finding : { ...finding, inside: null };
}

/** `Would move 5 items to the trash: …`. */
export function renderIntent(plan: Plan, { environments, look }: Pick<PlanView, "environments" | "look">): string {
  const items = countItems(
    plan.steps.map(({ artifact }) => artifact),
    environments,
  );
  const { done } = glyphsOf(look);
  const { forecast, later } = plan;
  if (plan.steps.length === 0) return paintOf(look).strong(`${done} ${nothingFor(plan)}`) + "\n";
  const text = isMove(plan)
    ? `Would move ${items} into the one cache for all`
    : isPermanent(plan)
      ? `Would delete ${items} for good: ${formatRange(forecast.frees, forecast.freesUpTo)} come free`
      : `Would move ${items} to the trash: 0 B come free until 'pyshed purge' (${formatRange(later.frees, later.freesUpTo)} then)`;
  return hang(text, look.columns)
    .map((line) => `${paintOf(look).strong(line)}\n`)
    .join("");
}

/** What is said of a plan without steps. */
export function nothingFor({ bytecode }: Plan): string {
  return bytecode === "move" ? "Nothing to move" : "Nothing to clean";
}

/** The last question: `Move 5 items (2.3 GiB) to the trash?`. */
export function planQuestion(plan: Plan, environments: ReadonlySet<string>): string {
  const items = countItems(
    plan.steps.map(({ artifact }) => artifact),
    environments,
  );
  if (isMove(plan)) return `Move ${items} into the one cache for all?`;
  const bytes = isPermanent(plan) ? plan.forecast : plan.later;
  const size = formatRange(bytes.frees, bytes.freesUpTo);
  return isPermanent(plan)
    ? `Delete ${items} (${size}) for good, past the trash?`
    : `Move ${items} (${size}) to the trash?`;
}

export function isPermanent({ steps }: Plan): boolean {
  return steps.some(({ action }) => action === "delete");
}

function isMove({ steps }: Plan): boolean {
  return steps.some(({ action }) => action === "move");
}
