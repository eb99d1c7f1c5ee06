import { planText, savePlan } from "../app/apply.ts";
import type { CleanResult } from "../app/clean.ts";
import type { Problem } from "../model/finding.ts";
import { parentOf } from "../model/path.ts";
import { cleanDocument } from "../report/clean-document.ts";
import { countItems } from "../report/count-items.ts";
import { escapeForTerminal } from "../report/escape.ts";
import { renderLeft } from "../report/left-text.ts";
import { nothingFor, renderIntent, renderPlan, type PlanView } from "../report/plan-text.ts";
import { describeProblem } from "../report/problem-text.ts";
import { renderRunEnd } from "../report/run-text.ts";
import { lookFor } from "./appearance.ts";
import { missedOf } from "./clean-exit-code.ts";
import type { ShowOrCleanFlags } from "./cleaning-options.ts";
import type { Session } from "./session.ts";
import { shellWord } from "./shell-word.ts";

export interface CleanOutcome {
  readonly result: CleanResult;
  readonly picked: readonly string[];
  readonly view: PlanView;
  /** Roots that could not be scanned: they have been named already. */
  readonly failed: readonly Problem[];
}

const PROBLEMS_SHOWN = 3;

/** Writes the plan file that was asked for, and says what was done and what was left. */
export function presentClean(session: Session, flags: ShowOrCleanFlags, outcome: CleanOutcome): void {
  const { result, failed } = outcome;
  const { output, talk } = session.terminal;
  const below = result.scan.problems.filter((problem) => !failed.includes(problem));
  for (const problem of below.slice(0, PROBLEMS_SHOWN)) talk.write(`warning: ${describeProblem(problem)}\n`);
  if (flags.plan !== undefined && !result.scan.interrupted) writePlan(session, flags.plan, outcome);
  if (flags.json) {
    output.write(`${JSON.stringify(cleanDocument(result.status, result, result.scan.problems), null, 2)}\n`);
  } else if (flags.plan === undefined) {
    output.write(textOf(session, flags, outcome));
  }
}

function writePlan({ host, terminal }: Session, file: string, { result, view }: CleanOutcome): void {
  if (file === "-") return terminal.output.write(planText(result.plan));
  const path = savePlan(host, file, result.plan);
  const items = countItems(
    result.plan.steps.map(({ artifact }) => artifact),
    view.environments,
  );
  terminal.talk.write(
    `Nothing was done. The plan for ${items} is in ${escapeForTerminal(path)}\n` +
      `(pyshed apply ${escapeForTerminal(shellWord(file))} carries it out, once)\n`,
  );
}

function textOf(session: Session, flags: ShowOrCleanFlags, { result, picked, view: planView }: CleanOutcome): string {
  const look = lookFor(session.terminal.output, session.host.environment, flags);
  const view = { ...planView, look };
  const missed = missedOf(result, picked);
  const others = result.left.filter((left) => !missed.includes(left));
  const left = () => renderLeft("Left", missed, look) + renderLeft("Not taken", others, look) + hintFor(result);
  switch (result.status) {
    case "planned":
      return renderIntent(result.plan, view) + renderPlan(result.plan, view) + left();
    case "declined":
      return "Nothing was done.\n";
    case "interrupted":
      return "Interrupted: nothing was done.\n";
    case "nothing":
      return (
        (result.left.length === 0 ? `${nothingFor(result.plan)}, nothing was done.\n` : "Nothing was done.\n") + left()
      );
    case "done":
      return renderRunEnd({ ...result, report: result.report!, environments: view.environments }, look) + left();
  }
}

/** What to write for a root that is a finding itself. */
function hintFor({ left, scan, plan }: CleanResult): string {
  const root = left.find(({ path }) => scan.roots.includes(path));
  if (!root || plan.steps.length > 0) return "";
  const [above, itself] = [parentOf(root.path), root.path].map((path) => escapeForTerminal(shellWord(path)));
  return `(pyshed clean ${above} --pick ${itself} takes it alone)\n`;
}
