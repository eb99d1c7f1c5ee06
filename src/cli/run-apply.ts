import { apply, loadPlan } from "../app/apply.ts";
import { shortagesForTrash } from "../app/shortages-for-trash.ts";
import type { Bytes } from "../model/finding.ts";
import { addBytes, NO_BYTES, type Plan, type Step } from "../model/plan.ts";
import type { RunReport } from "../model/run.ts";
import { applyDocument } from "../report/clean-document.ts";
import { renderLeft } from "../report/left-text.ts";
import { renderRunEnd } from "../report/run-text.ts";
import { renderShortages } from "../report/shortages-text.ts";
import { lookFor } from "./appearance.ts";
import { environmentArtifacts } from "./environment-artifacts.ts";
import type { ExitCode } from "./exit-code.ts";
import { runExitCode } from "./run-exit-code.ts";
import type { OutputFlags } from "./output-flags.ts";
import { openRunProgress } from "./run-progress.ts";
import type { Session } from "./session.ts";

/** Carries out a plan file. To name it is to agree to what it holds: nothing is asked. */
export async function runApply(session: Session, file: string, flags: OutputFlags): Promise<ExitCode> {
  const { host, terminal } = session;
  const plan = loadPlan(host, file);
  terminal.talk.write(
    renderShortages(shortagesForTrash(host, plan.steps), lookFor(terminal.talk, host.environment, flags)),
  );
  const running = openRunProgress(session);
  const report = await apply(host, plan, running.options).finally(() => running.erase());
  const left = plan.steps.flatMap((step) => leftOf(step, report));
  const done = { ...gone(plan, report), report };
  if (flags.json) {
    terminal.output.write(`${JSON.stringify(applyDocument({ plan, left, ...done }), null, 2)}\n`);
  } else {
    const look = lookFor(terminal.output, host.environment, flags);
    const end = renderRunEnd({ ...done, environments: environmentArtifacts() }, look);
    terminal.output.write(end + renderLeft("Left", left, look));
  }
  return runExitCode(report);
}

/** What went, at once and after a purge: the plan's own sums where all of it went, each by itself otherwise. */
function gone(
  { steps, forecast, later }: Plan,
  report: RunReport,
): { readonly forecast: Bytes; readonly later: Bytes } {
  const done = new Set(report.outcomes.filter(({ result }) => result === "done").map(({ step }) => step));
  if (steps.every(({ id }) => done.has(id))) return { forecast, later };
  const sumOf = (action: Step["action"]): Bytes =>
    steps
      .filter((step) => step.action === action && done.has(step.id))
      .reduce((sum, { bytes }) => addBytes(sum, bytes), NO_BYTES);
  return { forecast: sumOf("delete"), later: sumOf("trash") };
}

function leftOf({ id, finding, path }: Step, { outcomes }: RunReport) {
  const outcome = outcomes.find(({ step }) => step === id);
  if (outcome?.result === "done") return [];
  const reasons = outcome ? [outcome.reason, outcome.hint].filter((text) => text !== null) : ["its turn had not come"];
  return [{ finding, path, reasons }];
}
