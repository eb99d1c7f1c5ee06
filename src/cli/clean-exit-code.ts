import type { CleanResult, Left } from "../app/clean.ts";
import type { ReasonCode } from "../model/plan.ts";
import { ExitCode } from "./exit-code.ts";

/** What is never taken unless it is named: staying is what was asked for. */
const NOT_MEANT: ReadonlySet<ReasonCode> = new Set<ReasonCode>(["medium", "data", "other-owner"]);

export interface Circumstances {
  /** Ids of findings that were picked one by one. */
  readonly picked: readonly string[];
  readonly isOnlyPlanned: boolean;
  readonly failedRoots: number;
}

/** 3 when what was named by itself was refused and nothing was done; 1 when something stayed that was meant to go. */
export function cleanExitCode(result: CleanResult, { picked, isOnlyPlanned, failedRoots }: Circumstances): ExitCode {
  const { status, report, plan } = result;
  if (status === "interrupted" || report?.interrupted) return ExitCode.interrupted;
  const missed = missedOf(result, picked);
  if (plan.steps.length === 0 && missed.some((left) => isNamed(result, picked, left))) return ExitCode.refused;
  if (failedRoots > 0) return ExitCode.incomplete;
  if (isOnlyPlanned || status === "declined") return ExitCode.done;
  return missed.length > 0 ? ExitCode.incomplete : ExitCode.done;
}

/** What was meant to go and stayed. */
export function missedOf(result: CleanResult, picked: readonly string[]): readonly Left[] {
  const steps = new Set(result.plan.steps.map(({ finding }) => finding));
  const decisions = new Map(result.plan.decisions.map((decision) => [decision.finding, decision]));
  return result.left.filter((left) => {
    if (steps.has(left.finding) || isNamed(result, picked, left)) return true;
    const decision = decisions.get(left.finding);
    if (decision?.verdict === "ask") return false;
    return !decision?.reasons.some(({ code, weight }) => weight === "refuse" && NOT_MEANT.has(code));
  });
}

/** A root is named by itself, and so is what was picked. */
function isNamed({ scan }: CleanResult, picked: readonly string[], { finding, path }: Left): boolean {
  return scan.roots.includes(path) || picked.includes(finding);
}
