import type { Refusal, RefusalCode } from "../model/refusal.ts";
import { ExitCode } from "./exit-code.ts";

/** Refused for safety before anything was done: one sentence and a hint. Ends with exit code 3. */
export class NothingDone extends Error {
  readonly hint: string | null;

  constructor(message: string, hint: string | null = null) {
    super(message);
    this.name = "NothingDone";
    this.hint = hint;
  }
}

/** What is wrong with the input; everything else is refused for safety. */
const WRONG_INPUT: ReadonlySet<RefusalCode> = new Set<RefusalCode>(["plan-unreadable", "unknown-run", "not-explained"]);

export function exitCodeOf(error: Refusal | NothingDone): ExitCode {
  return "code" in error && WRONG_INPUT.has(error.code) ? ExitCode.usage : ExitCode.refused;
}
