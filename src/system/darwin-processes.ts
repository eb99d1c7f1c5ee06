import type { AbsolutePath } from "../model/path.ts";
import { settingsIn, usesOfStart } from "./command-line.ts";
import { findSystemProgram, run } from "./commands.ts";
import type { Host } from "./host.ts";
import type { Hold, Process, ProcessList, Use } from "./processes.ts";

/**
 * The processes of macOS by `lsof` and `ps`. Untried on a real Mac: the form of `lsof` was checked against lsof 4.95 on
 * Linux, `ps` against its manual. Anything that doesn't work out is `trouble`, so that nothing counts as unused.
 */
export async function darwinProcesses(host: Host): Promise<ProcessList> {
  const lsof = findSystemProgram(host, "lsof") ?? ("/usr/sbin/lsof" as AbsolutePath);
  const ps = findSystemProgram(host, "ps") ?? ("/bin/ps" as AbsolutePath);
  const [files, lines] = await Promise.all([
    run(host, lsof, ["-n", "-P", "-w", "-F", "pRcfn0"]),
    run(host, ps, ["-axEww", "-o", "pid=,command="]),
  ]);
  // lsof ends with 1 when a file could not be looked at.
  if (files.kind !== "ended" || files.code > 1 || files.stdout.length === 0) return nothing("lsof");
  if (lines.kind !== "ended" || lines.code !== 0) return nothing("ps");
  const starts = parsePs(lines.stdout.toString("utf8"));
  const processes = parseLsof(files.stdout.toString("utf8")).map((process) => {
    const workingDirectory = process.uses.find(({ hold }) => hold === "working-directory")?.path;
    const program = process.uses.find(({ hold }) => hold === "executable")?.path;
    const start = starts.get(process.pid);
    const told = start ? usesOfStart({ ...start, workingDirectory, program }, () => false) : [];
    const known = { ...process, uses: [...process.uses, ...told] };
    return start && start.environment.size > 0 ? { ...known, settings: settingsIn(start.environment) } : known;
  });
  const hidden = [...starts.keys()].length - processes.filter(({ readable }) => readable).length;
  return { processes, hidden: host.userId === 0 ? 0 : Math.max(0, hidden), trouble: null };
}

function nothing(program: string): ProcessList {
  return { processes: [], hidden: null, trouble: `${program} did not list the processes` };
}

/** `lsof -F pRcfn0`: fields end with NUL, sets with a newline; `p` begins a process and `f` a file of it. */
export function parseLsof(output: string): Process[] {
  const processes: { pid: number; parent: number; name: string; uses: Use[]; view: string; readable: boolean }[] = [];
  let descriptor = "";
  for (const field of output.split("\0")) {
    const text = field.startsWith("\n") ? field.slice(1) : field;
    const value = text.slice(1);
    if (text[0] === "p") {
      processes.push({ pid: Number(value), parent: 0, name: "?", uses: [], view: "", readable: false });
    }
    const process = processes.at(-1);
    if (!process) continue;
    if (text[0] === "R") process.parent = Number(value);
    if (text[0] === "c") process.name = value;
    if (text[0] === "f") descriptor = value;
    if (text[0] !== "n" || !value.startsWith("/")) continue;
    // "… (Permission denied)" is what lsof adds to a name it could not look at.
    if (/ \([a-z]+: .*\)$| \(.*denied\)$/.test(value)) continue;
    process.readable = true;
    const first = !process.uses.some(({ hold }) => hold === "executable");
    process.uses.push({ hold: holdOf(descriptor, first), path: value.replace(/ \(deleted\)$/, "") as AbsolutePath });
  }
  return processes;
}

function holdOf(descriptor: string, first: boolean): Hold {
  if (descriptor === "cwd") return "working-directory";
  if (descriptor === "rtd") return "root-directory";
  if (descriptor === "txt") return first ? "executable" : "mapped";
  return /^\d/.test(descriptor) ? "open" : "mapped";
}

/** `ps -E`: the words of the command, then those of the environment, all with a space between. */
export function parsePs(output: string): Map<number, { arguments: string[]; environment: Map<string, string> }> {
  const found = new Map<number, { arguments: string[]; environment: Map<string, string> }>();
  for (const line of output.split("\n")) {
    const match = /^\s*(\d+)\s+(.*)$/.exec(line);
    if (!match) continue;
    const given: string[] = [];
    const environment = new Map<string, string>();
    for (const word of match[2]!.split(" ")) {
      const variable = /^([A-Za-z_][A-Za-z0-9_]*)=(.*)$/.exec(word);
      if (variable) environment.set(variable[1]!, variable[2]!);
      else if (environment.size === 0) given.push(word);
    }
    found.set(Number(match[1]), { arguments: given, environment });
  }
  return found;
}
