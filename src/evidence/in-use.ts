import { evidence, type Evidence } from "../model/evidence.ts";
import { parentOf, type AbsolutePath } from "../model/path.ts";
import { isStartedHere } from "../system/commands.ts";
import { userBehind } from "../system/caller.ts";
import { statusOrNothing } from "../system/files.ts";
import { variable, type Host } from "../system/host.ts";
import { listProcesses, type Process, type ProcessList, type Use } from "../system/processes.ts";
import { places, type Places } from "./places.ts";
import { services, type Service } from "./services.ts";

/** What is looked at; each can be had from somewhere else. */
export interface InUseSources {
  readonly processes?: ProcessList;
  readonly services?: readonly Service[];
}

/**
 * Says which findings are in use: by a process, by this shell, or by a service that names them. Every process is read
 * once for all findings. Of this process only its files in use by reading (the walk) don't count, and neither do the
 * programs that it runs. A path among the arguments of a program is no use.
 *
 * Where processes are hidden from us, as most of other people's are from an ordinary user, the answer for a finding of
 * somebody else's is `unknown`; for one's own it is still `no`, or else nobody could remove anything. Not seen:
 * processes of other machines on a network filesystem, and those outside of a container that we are in ourselves.
 */
export async function inUse(
  host: Host,
  findings: readonly AbsolutePath[],
  sources: InUseSources = {},
): Promise<Map<AbsolutePath, Evidence<"in-use">>> {
  const known = places(host, findings);
  const list = sources.processes ?? (await listProcesses(host));
  const reasons = new Map<AbsolutePath, Reason[]>(findings.map((finding) => [finding, []]));
  const note = (finding: AbsolutePath, reason: Reason): void => {
    reasons.get(finding)?.push(reason);
  };
  noteShell(host, known, note);
  for (const process of list.processes) noteProcess(host, process, known, note);
  for (const service of sources.services ?? services(host)) noteService(service, findings, known, note);
  return new Map(findings.map((finding) => [finding, judge(host, finding, list, reasons.get(finding) ?? [])]));
}

interface Reason {
  readonly text: string;
  readonly detail: string;
}

type Note = (finding: AbsolutePath, reason: Reason) => void;

function noteShell(host: Host, known: Places, note: Note): void {
  const named = ["VIRTUAL_ENV", "CONDA_PREFIX"].map((name) => ({ name, path: variable(host, name) }));
  for (const { name, path } of named) {
    if (path === undefined || !path.startsWith("/")) continue;
    for (const finding of known.containing(path.replace(/(?<=.)\/+$/, "") as AbsolutePath)) {
      note(finding, { text: "it is the active environment of this shell", detail: `${name}=${path}` });
    }
  }
  for (const finding of known.containing(host.currentDirectory)) {
    note(finding, { text: "the current directory lies in it", detail: host.currentDirectory });
  }
}

function noteProcess(host: Host, process: Process, known: Places, note: Note): void {
  // Other children may have been left to us by a shell that became this process.
  if (process.parent === host.processId && isStartedHere(process.pid)) return;
  const own = process.pid === host.processId;
  const noted = new Set<AbsolutePath>();
  for (const use of process.uses) {
    if (own && use.hold === "open") continue;
    for (const finding of known.containing(use.path, process.view)) {
      // One reason for each process, and the strongest come first.
      if (noted.has(finding)) continue;
      noted.add(finding);
      const name = `${process.name} (pid ${process.pid})`;
      note(finding, { text: `${name} ${saying(use)}`, detail: `${name} ${saying(use)}: ${use.path}` });
    }
  }
}

function saying(use: Use): string {
  switch (use.hold) {
    case "executable":
    case "started-as":
      return "runs from it";
    case "working-directory":
      return "has its working directory in it";
    case "root-directory":
      return "has its root directory in it";
    case "mapped":
      return "has loaded files of it";
    case "open":
      return "has files of it open";
    case "script":
      return "runs a script of it";
    case "environment":
      return `has it as ${use.variable ?? "its environment"}`;
  }
}

function noteService(service: Service, findings: readonly AbsolutePath[], known: Places, note: Note): void {
  const noted = new Set<AbsolutePath>();
  for (const place of service.places) {
    for (const finding of known.containing(place)) {
      if (noted.has(finding)) continue;
      noted.add(finding);
      note(finding, { text: `the service ${service.name} names it`, detail: `${service.name}: ${place}` });
    }
  }
  if (!service.runsProjects) return;
  const projects = new Set(service.places);
  for (const finding of findings) {
    if (noted.has(finding) || !projects.has(parentOf(finding))) continue;
    note(finding, {
      text: `the service ${service.name} runs its project`,
      detail: `${service.name}: ${parentOf(finding)}`,
    });
  }
}

const SHOWN = 5;

function judge(host: Host, finding: AbsolutePath, list: ProcessList, reasons: readonly Reason[]): Evidence<"in-use"> {
  const [first, ...others] = reasons;
  if (first) {
    const text = others.length === 0 ? first.text : `${first.text}, and ${others.length} more`;
    const details = reasons.slice(0, SHOWN).map(({ detail }) => detail);
    const left = reasons.length - details.length;
    return evidence("in-use", "yes", text, left > 0 ? [...details, `and ${left} more`] : details);
  }
  if (list.trouble !== null) return evidence("in-use", "unknown", list.trouble);
  if (list.hidden === 0) return evidence("in-use", "no", "no process uses it");
  const count =
    list.hidden === null ? "other people's processes" : `${list.hidden} process${list.hidden === 1 ? "" : "es"}`;
  const owner = statusOrNothing(finding)?.owner;
  // Under `sudo` the user who called it is the one who acts.
  if (owner === host.userId || owner === userBehind(host))
    return evidence("in-use", "no", "no process that can be read uses it", [`hidden: ${count}`]);
  if (owner === undefined) return evidence("in-use", "unknown", "it is gone, or cannot be looked at");
  return evidence("in-use", "unknown", `it belongs to somebody else, and ${count} cannot be read`);
}
