import type { AbsolutePath } from "../model/path.ts";
import type { Judged } from "./choices.ts";
import { escapeForTerminal } from "./escape.ts";
import { itemLabel } from "./item-label.ts";

const NAMED = 2;

/** What is asked about, each thing once: `used 2 days ago`, `used today (.venv/)` where it is said of some only. */
export function warningsOf(items: readonly Judged[], base: AbsolutePath): string[] {
  const said = new Map<string, Judged[]>();
  for (const item of items.filter(({ decision }) => decision.verdict === "ask")) {
    for (const { text } of item.decision.reasons) said.set(text, [...(said.get(text) ?? []), item]);
  }
  return [...said].map(([text, about]) => {
    const warning = escapeForTerminal(text);
    if (about.length === items.length) return warning;
    const labels = about.slice(0, NAMED).map(({ finding }) => itemLabel(finding, base));
    const more = about.length > NAMED ? `, ${about.length - NAMED} more` : "";
    return `${warning} (${labels.join(", ")}${more})`;
  });
}

/** How many of the items carry a warning. */
export function countWarned(items: readonly Judged[]): number {
  return items.filter(({ decision }) => decision.verdict === "ask").length;
}
