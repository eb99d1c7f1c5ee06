import { escapeForTerminal } from "./escape.ts";

const UNKNOWN = /^cannot tell (.+?): (.+)$/s;

/** Reasons in one line. Of several answers that one cause keeps from being known the cause is told once. */
export function reasonsText(reasons: readonly string[]): string {
  const unknowns = new Map<string, string[]>();
  const texts = reasons.map((reason): string | readonly [string, readonly string[]] => {
    const [, what, why] = UNKNOWN.exec(reason) ?? [];
    if (what === undefined || why === undefined) return reason;
    const questions = unknowns.get(why) ?? [];
    unknowns.set(why, [...questions, what]);
    return [why, questions];
  });
  return texts
    .flatMap((text) => {
      if (typeof text === "string") return [text];
      const [why, earlier] = text;
      return earlier.length > 0 ? [] : [`cannot tell ${listed(unknowns.get(why)!)}: ${why}`];
    })
    .map(escapeForTerminal)
    .join("; ");
}

function listed(questions: readonly string[]): string {
  const last = questions.at(-1)!;
  return questions.length === 1 ? last : `${questions.slice(0, -1).join(", ")} or ${last}`;
}
