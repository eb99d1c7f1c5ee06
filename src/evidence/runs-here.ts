import { evidence, type Evidence } from "../model/evidence.ts";
import { nameOf, type AbsolutePath } from "../model/path.ts";
import { isStartedHere } from "../system/commands.ts";
import type { Host } from "../system/host.ts";
import { listProcesses, type Process, type ProcessList } from "../system/processes.ts";
import { places } from "./places.ts";
import { services, type Service } from "./services.ts";

/** What is looked at; each can be had from somewhere else. */
export interface RunsHereSources {
  readonly processes?: ProcessList;
  readonly services?: readonly Service[];
}

const INTERPRETER = /^(?:python|pypy|graalpy)[\d.]*[tm]?(?:\.exe)?$/i;

/**
 * Says from which trees a Python program runs, or would be run by a service: its script, its environment or its working
 * directory lies there. A shell or an editor that stands in a tree is no such program. Nothing breaks when bytecode goes
 * under it, but its next start compiles everything again. Processes that are hidden from us are not seen.
 */
export async function runsHere(
  host: Host,
  trees: readonly AbsolutePath[],
  sources: RunsHereSources = {},
): Promise<ReadonlyMap<AbsolutePath, Evidence<"in-use">>> {
  const known = places(host, trees);
  const found = new Map<AbsolutePath, string[]>(trees.map((tree) => [tree, []]));
  const { processes } = sources.processes ?? (await listProcesses(host));
  for (const process of processes) {
    if (!isPython(process) || process.pid === host.processId || isStartedHere(process.pid)) continue;
    const here = new Set(process.uses.flatMap(({ path }) => [...known.containing(path, process.view)]));
    for (const tree of here) found.get(tree)?.push(`${process.name} (pid ${process.pid}) runs from this tree`);
  }
  for (const { name, places: named } of sources.services ?? services(host)) {
    const here = new Set(named.flatMap((place) => [...known.containing(place)]));
    for (const tree of here) found.get(tree)?.push(`the service ${name} runs from this tree`);
  }
  return new Map([...found].map(([tree, reasons]) => [tree, judge(reasons)]));
}

function isPython({ uses }: Process): boolean {
  return uses.some(
    ({ hold, path }) => (hold === "executable" || hold === "started-as") && INTERPRETER.test(nameOf(path)),
  );
}

function judge([first, ...others]: readonly string[]): Evidence<"in-use"> {
  if (first === undefined) return evidence("in-use", "no", "nothing that can be seen runs from this tree");
  return evidence("in-use", "yes", others.length === 0 ? first : `${first}, and ${others.length} more`);
}
