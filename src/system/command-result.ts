import type { RunResult } from "./commands.ts";

/** Everything that a program wrote, as text. */
export function textOf(result: RunResult): string {
  return result.kind === "ended" || result.kind === "killed"
    ? `${result.stdout.toString()}${result.stderr.toString()}`
    : "";
}

/** How a program ended that did not end well, as a clause, with the last line that it wrote. */
export function failureOf(program: string, result: RunResult): string {
  switch (result.kind) {
    case "ended": {
      const last = textOf(result).trimEnd().split("\n").at(-1)?.trim() ?? "";
      return `${program} ended with ${result.code}${last === "" ? "" : `: ${last}`}`;
    }
    case "killed":
      return `${program} was killed (${result.signal})`;
    case "time-limit":
      return `${program} was stopped after ${Math.round(result.limitMs / 60_000)} minutes`;
    case "output-limit":
      return `${program} said more than ${result.limit} bytes and was stopped`;
    case "not-started":
      return `${program} could not be started (${result.code})`;
  }
}
