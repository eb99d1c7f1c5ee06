import * as fs from "node:fs";
import type { AbsolutePath } from "../model/path.ts";
import { settingsIn, usesOfStart } from "./command-line.ts";
import { codeOf, decode, toNative } from "./files.ts";
import type { Host } from "./host.ts";
import { mounts } from "./mounts.ts";
import type { Hold, Process, ProcessList, Use } from "./processes.ts";

/** Reads `/proc` (proc(5)): every process once, and of each what places it holds. */
export function linuxProcesses(host: Host): ProcessList {
  let names: string[];
  try {
    names = fs.readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  } catch (error) {
    return { processes: [], hidden: null, trouble: `/proc could not be read (${codeOf(error)})` };
  }
  if (names.length === 0) return { processes: [], hidden: null, trouble: "/proc shows no process" };
  const ourNamespace = namespaceOf("/proc/self");
  const processes: Process[] = [];
  for (const name of names) {
    const process = readProcess(name, ourNamespace);
    if (process) processes.push(process);
  }
  const hidden = hidesProcesses(host) ? null : processes.filter(({ readable }) => !readable).length;
  return { processes, hidden, trouble: null };
}

/** True when `/proc` is mounted so that other people's processes aren't even listed. */
function hidesProcesses(host: Host): boolean {
  if (host.userId === 0) return false;
  try {
    const options = mounts(host).findLast(({ path }) => path === "/proc")?.options ?? [];
    return options.some((option) => /^hidepid=(?!0$|off$)/.test(option));
  } catch {
    // The mounts cannot be read: then it may be so.
    return true;
  }
}

const KERNEL_THREAD = 0x00200000;

/** Undefined for a kernel thread, a zombie, and a process that ended meanwhile. */
function readProcess(pid: string, ourNamespace: string | undefined): Process | undefined {
  const directory = `/proc/${pid}`;
  const stat = bytesOf(`${directory}/stat`);
  if (!Buffer.isBuffer(stat)) {
    return stat === "hidden"
      ? { pid: Number(pid), parent: 0, name: "?", uses: [], view: "", readable: false }
      : undefined;
  }
  const text = stat.toString("latin1");
  const name = decode(stat.subarray(text.indexOf("(") + 1, text.lastIndexOf(")")));
  const [state, parent, , , , , flags] = text.slice(text.lastIndexOf(")") + 2).split(" ");
  if (state === "Z" || state === "X" || (Number(flags) & KERNEL_THREAD) !== 0) return undefined;

  const parts = new Parts();
  const executable = parts.take(link(`${directory}/exe`));
  const workingDirectory = parts.take(link(`${directory}/cwd`));
  const root = parts.take(link(`${directory}/root`));
  const namespace = namespaceOf(directory);
  const mapped = parts.take(bytesOf(`${directory}/maps`));
  const environment = parts.take(bytesOf(`${directory}/environ`));
  const open = parts.take(openFiles(`${directory}/fd`));
  const commandLine = parts.take(bytesOf(`${directory}/cmdline`));

  const elsewhere = namespace !== undefined && ourNamespace !== undefined && namespace !== ourNamespace;
  const view = elsewhere ? `${directory}/root` : "";
  const inside = elsewhere || root === undefined || root === "/" ? "" : root;
  const uses: Use[] = [];
  const add = (hold: Hold, path: string | undefined): void => {
    if (!path?.startsWith("/")) return;
    uses.push({ hold, path: withoutMark(path) });
    // Something may really be called so.
    if (path.endsWith(MARK)) uses.push({ hold, path: path as AbsolutePath });
  };
  add("executable", executable);
  add("working-directory", workingDirectory);
  if (root !== "/") add("root-directory", root);
  for (const path of mapped ? mappedPaths(mapped) : []) if (path !== executable) add("mapped", path);
  for (const path of open ?? []) add("open", path);
  const start = {
    arguments: split(commandLine),
    environment: variables(split(environment)),
    workingDirectory: workingDirectory?.startsWith("/") ? withoutMark(workingDirectory) : undefined,
    program: executable && withoutMark(executable),
  };
  for (const use of usesOfStart(start, (path) => isFile(view + inside + path))) {
    uses.push(use);
    // Below another root its words mean places there.
    if (inside !== "") uses.push({ ...use, path: `${inside}${use.path}` as AbsolutePath });
  }
  const known = { pid: Number(pid), parent: Number(parent), name, uses, view, readable: !parts.hidden };
  return environment === undefined ? known : { ...known, settings: settingsIn(start.environment) };
}

/** `mnt:[4026531832]`; undefined when it is hidden from us: then its paths are taken for ours. */
function namespaceOf(process: string): string | undefined {
  const target = link(`${process}/ns/mnt`);
  return target.startsWith("mnt:") ? target : undefined;
}

/** What was hidden is remembered; what vanished isn't. */
class Parts {
  hidden = false;

  take<Value>(value: Value | "hidden" | "gone"): Exclude<Value, "hidden" | "gone"> | undefined {
    if (value === "hidden") this.hidden = true;
    return value === "hidden" || value === "gone" ? undefined : (value as Exclude<Value, "hidden" | "gone">);
  }
}

/** proc_pid_maps(5): address, permissions, offset, device, inode, path; a newline in a path is written `\012`. */
export function mappedPaths(maps: Buffer): string[] {
  const found = new Set<string>();
  for (const line of maps.toString("latin1").split("\n")) {
    const slash = line.indexOf("/");
    if (slash > 0) found.add(line.slice(slash));
  }
  return [...found].map((path) => decode(Buffer.from(path.replaceAll("\\012", "\n"), "latin1")));
}

function openFiles(directory: string): string[] | "hidden" | "gone" {
  try {
    const targets = fs.readdirSync(directory).map((name) => link(`${directory}/${name}`));
    return targets.includes("hidden") ? "hidden" : targets.filter((target) => target.startsWith("/"));
  } catch (error) {
    return hiddenOrGone(error);
  }
}

const MARK = " (deleted)";

/** The kernel marks the path of a file that has been removed. */
function withoutMark(path: string): AbsolutePath {
  return (path.endsWith(MARK) ? path.slice(0, -MARK.length) : path) as AbsolutePath;
}

function split(bytes: Buffer | undefined): string[] {
  if (!bytes || bytes.length === 0) return [];
  const parts = bytes.toString("latin1").split("\0");
  if (parts.at(-1) === "") parts.pop();
  return parts.map((part) => decode(Buffer.from(part, "latin1")));
}

function variables(lines: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const line of lines) {
    const equals = line.indexOf("=");
    if (equals > 0) found.set(line.slice(0, equals), line.slice(equals + 1));
  }
  return found;
}

function link(path: string): string | "hidden" | "gone" {
  try {
    return decode(fs.readlinkSync(path, { encoding: "buffer" }));
  } catch (error) {
    return hiddenOrGone(error);
  }
}

function bytesOf(path: string): Buffer | "hidden" | "gone" {
  try {
    return fs.readFileSync(path);
  } catch (error) {
    return hiddenOrGone(error);
  }
}

function hiddenOrGone(error: unknown): "hidden" | "gone" {
  const code = codeOf(error);
  return code === "ENOENT" || code === "ESRCH" ? "gone" : "hidden";
}

function isFile(path: string): boolean {
  try {
    return fs.statSync(toNative(path)).isFile();
  } catch {
    // Not there for us: the next directory of the PATH is tried.
    return false;
  }
}
