import type { RunReport } from "../model/run.ts";
import { ExitCode } from "./exit-code.ts";

/** 130 when it was stopped, 1 when something was left. */
export function runExitCode({ interrupted, outcomes }: RunReport): ExitCode {
  if (interrupted) return ExitCode.interrupted;
  return outcomes.every(({ result }) => result === "done") ? ExitCode.done : ExitCode.incomplete;
}
