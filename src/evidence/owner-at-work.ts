import { nameOf } from "../model/path.ts";
import type { Host } from "../system/host.ts";
import { listProcesses, type Process, type ProcessList } from "../system/processes.ts";

/**
 * Is one of these programs at work on a store? `mayUse` says whether a process would find the store by its settings; one
 * whose settings are hidden is taken to use it. Our own children don't count.
 */
export async function ownerAtWork(
  host: Host,
  programs: readonly string[],
  mayUse: (settings: ReadonlyMap<string, string>) => boolean,
  list?: ProcessList,
): Promise<{ readonly answer: "yes" | "no" | "unknown"; readonly reason: string }> {
  const { processes, trouble } = list ?? (await listProcesses(host));
  if (trouble !== null) return { answer: "unknown", reason: trouble };
  const own = (process: Process): boolean => process.pid === host.processId || process.parent === host.processId;
  const found = processes.find(
    (process) =>
      !own(process) && runs(process, programs) && (process.settings === undefined || mayUse(process.settings)),
  );
  if (!found) return { answer: "no", reason: "it is not at work" };
  return { answer: "yes", reason: `${found.name} (pid ${found.pid}) is at work` };
}

/** By its executable, by what it was started as, or by the script that an interpreter runs. */
function runs({ uses }: Process, programs: readonly string[]): boolean {
  return uses.some(({ hold, path }) => {
    if (!["executable", "started-as", "script"].includes(hold)) return false;
    const name = nameOf(path).replace(/\.exe$/i, "");
    return programs.some(
      (program) => name === program || (name.startsWith(program) && /^[\d.]+$/.test(name.slice(program.length))),
    );
  });
}
