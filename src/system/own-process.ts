import * as fs from "node:fs";
import { codeOf, linkTarget } from "./files.ts";
import type { Host } from "./host.ts";
import type { AbsolutePath } from "../model/path.ts";
import { namesIn } from "./visible.ts";

/** Names one process for good: a number alone is given again to others. */
export interface ProcessMark {
  readonly pid: number;
  /** Boot and start time where the system tells them. */
  readonly start: string | null;
  /** Which set of process numbers it belongs to: a container has its own. */
  readonly space: string | null;
}

/** This process. */
export function ownMark(host: Host): ProcessMark {
  return { pid: host.processId, start: startOf(host, host.processId), space: spaceOf(host) };
}

/** Whether that process still runs; `unknown` when its number means nothing here. */
export function isRunning(host: Host, mark: ProcessMark): "yes" | "no" | "unknown" {
  if (mark.space !== spaceOf(host)) return "unknown";
  if (host.platform === "linux") {
    const start = startOf(host, mark.pid);
    return start !== null && start === mark.start ? "yes" : "no";
  }
  return isNumberTaken(mark.pid) ? "yes" : "no";
}

/** Does any process of this system have the number? It may be another than the one that had it before. */
export function isNumberTaken(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, as somebody else.
    return codeOf(error) !== "ESRCH";
  }
}

/** Field 22 of proc_pid_stat(5), in ticks since the boot that the kernel gives a name to. */
function startOf(host: Host, pid: number): string | null {
  if (host.platform !== "linux") return null;
  const status = readProc(`/proc/${pid}/stat`);
  const ticks = status?.slice(status.lastIndexOf(")") + 2).split(" ")[19];
  const boot = readProc("/proc/sys/kernel/random/boot_id")?.trim();
  return ticks === undefined ? null : `${boot ?? "?"} ${ticks}`;
}

function spaceOf(host: Host): string | null {
  return host.platform === "linux" ? (linkTarget("/proc/self/ns/pid" as AbsolutePath) ?? null) : null;
}

/** Files of `/proc` tell no length, so `files.read` is not for them. */
function readProc(path: string): string | undefined {
  try {
    return fs.readFileSync(path, "utf8");
  } catch {
    // The process has ended.
    return undefined;
  }
}

/**
 * How long the threads of this process have computed so far, or have been ready to while others had the processors, in
 * milliseconds; what is missing to the time that has passed they waited for something else. Linux tells how long they
 * were ready (proc(5), `schedstat`); elsewhere that counts as waiting.
 */
export function busyTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000 + readyNanoseconds() / 1e6;
}

function readyNanoseconds(): number {
  const tasks = "/proc/self/task" as AbsolutePath;
  let sum = 0;
  for (const task of process.platform === "linux" ? namesIn(tasks) : []) {
    sum += Number(readProc(`${tasks}/${task}/schedstat`)?.split(" ")[1] ?? 0);
  }
  return sum;
}
