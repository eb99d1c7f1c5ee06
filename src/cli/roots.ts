import { resolve } from "node:path";
import { exists } from "../app/exists.ts";
import type { Host } from "../app/this-host.ts";
import type { Problem, ScanResult } from "../model/finding.ts";
import { nearest } from "./suggestion.ts";
import { UsageError } from "./usage-error.ts";

/** Refuses a mistyped command: a first word without a slash that names no place but nearly a command. */
export function refuseMistypedCommand(host: Host, roots: readonly string[], commands: readonly string[]): void {
  const [first] = roots;
  if (first === undefined || !/^[a-z-]+$/i.test(first) || exists(host, first)) return;
  const meant = nearest(first, commands);
  if (meant === first) throw new UsageError(`'${first}' is a command and must come first`, `Try: pyshed ${first} …`);
  if (meant !== undefined) throw new UsageError(`unknown command '${first}'`, `Did you mean ${meant}?`);
}

/** The roots that could not be scanned, apart from what could not be read below the others. */
export function failedRoots(
  host: Host,
  written: readonly string[],
  result: Pick<ScanResult, "roots" | "problems">,
): readonly Problem[] {
  const asked = new Set<string>(written.map((root) => resolve(host.currentDirectory, root)));
  return result.problems.filter(({ path }) => asked.has(path) && !result.roots.includes(path));
}
