import type { CachePlan } from "../model/cache-plan.ts";
import { copiesName } from "../model/cache-copies.ts";
import type { AbsolutePath } from "../model/path.ts";
import type { RunReport } from "../model/run.ts";
import { escapeForTerminal } from "./escape.ts";

/** The commands that put back what a run took, one for each store of which something went. */
export function restoreCommands({ steps }: CachePlan, report: RunReport | null, directory: AbsolutePath): string[] {
  const gone = new Set((report?.outcomes ?? []).filter(({ result }) => result !== "skipped").map(({ step }) => step));
  const stores = new Map(steps.filter(({ id }) => gone.has(id)).map((step) => [step.cache, step]));
  return [...stores.values()].map(({ cache, store, root }) => {
    return `cp -an ${quoted(`${directory}/${copiesName(store, cache)}/.`)} ${quoted(`${root}/`)}`;
  });
}

/** Where the copies lie and how they are put back; every line ends in a newline. */
export function renderCopies(plan: CachePlan, report: RunReport | null, directory: AbsolutePath): string {
  const commands = restoreCommands(plan, report, directory);
  if (commands.length === 0) return "";
  const lines = [`A copy of what went lies in ${directory}; this puts it back:`, ...commands.map((one) => `  ${one}`)];
  return lines.map((line) => `${escapeForTerminal(line)}\n`).join("");
}

/** For a POSIX shell. */
function quoted(text: string): string {
  return /^[\w./+:@%-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
