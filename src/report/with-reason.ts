import { displayWidth, wrap } from "./width.ts";

/**
 * `WHAT: WHY`, or the reason below, `indent` columns further in, where one line has no room. What is named is never
 * broken: nobody can use half a path. Both have been escaped.
 */
export function withReason(what: string, why: string, columns: number, indent = 2): readonly string[] {
  if (why === "") return [what];
  const together = `${what}: ${why}`;
  return displayWidth(together) <= columns
    ? [together]
    : [`${what}:`, ...wrap(why, columns - indent, null).map((line) => " ".repeat(indent) + line)];
}
