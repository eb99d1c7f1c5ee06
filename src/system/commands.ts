import { spawn, type ChildProcess } from "node:child_process";
import * as fs from "node:fs";
import { codeOf, toNative } from "./files.ts";
import { variable, type Host } from "./host.ts";
import { hasRawBytes, type AbsolutePath } from "../model/path.ts";

/**
 * Runs other programs. There is no shell anywhere: a program found by us, a list of arguments, an environment of our
 * making, nothing to read, a time limit and an output limit. A program runs in a session of its own, so that it can
 * neither ask on the terminal nor be cut short by a Ctrl-C that is meant for us; all of it is killed at the limit.
 */

export interface RunOptions {
  /** Where the program runs; the root directory unless a program can only be told this way. */
  readonly directory?: AbsolutePath;
  /** Added to the clean environment; undefined takes a variable away. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** What the program reads; nothing by default. */
  readonly input?: Uint8Array;
  readonly timeLimitMs?: number;
  /** Bytes of stdout and stderr, each. */
  readonly outputLimit?: number;
}

export type RunResult =
  | { readonly kind: "ended"; readonly code: number; readonly stdout: Buffer; readonly stderr: Buffer }
  | { readonly kind: "killed"; readonly signal: string; readonly stdout: Buffer; readonly stderr: Buffer }
  | { readonly kind: "time-limit"; readonly limitMs: number }
  | { readonly kind: "output-limit"; readonly limit: number }
  /** A POSIX code: `ENOENT`, `EACCES`, `E2BIG` … */
  | { readonly kind: "not-started"; readonly code: string; readonly message: string };

const TIME_LIMIT_MS = 30_000;
const OUTPUT_LIMIT = 256 * 1024 * 1024;

/** Runs a program to its end. Never rejects: what went wrong is the result. */
export async function run(
  host: Host,
  program: AbsolutePath,
  programArguments: readonly string[],
  options: RunOptions = {},
): Promise<RunResult> {
  const unspeakable = [program, ...programArguments].find((text) => hasRawBytes(text) || text.includes("\0"));
  if (unspeakable !== undefined) return notStarted("EILSEQ", "an argument is not valid UTF-8");
  const place = enter(host, options.directory ?? ("/" as AbsolutePath));
  if ("kind" in place) return place;
  try {
    const child = spawn(program, programArguments, {
      cwd: place.path,
      env: cleanEnvironment(host, options.environment),
      stdio: [options.input ? "pipe" : "ignore", "pipe", "pipe"],
      shell: false,
      detached: host.platform !== "win32",
      windowsHide: true,
    });
    const { pid } = child;
    if (pid !== undefined) {
      startedHere.add(pid);
      child.once("exit", () => startedHere.delete(pid));
    }
    return await follow(child, options);
  } catch (error) {
    return notStarted(codeOf(error), String(error));
  } finally {
    place.leave();
  }
}

const startedHere = new Set<number>();

/** True for a process that `run` has started, until it ends: then its number may be given to another one. */
export function isStartedHere(pid: number): boolean {
  return startedHere.has(pid);
}

function follow(child: ChildProcess, options: RunOptions): Promise<RunResult> {
  const limitMs = options.timeLimitMs ?? TIME_LIMIT_MS;
  const limit = options.outputLimit ?? OUTPUT_LIMIT;
  return new Promise((resolve) => {
    let broken: RunResult | undefined;
    const stop = (reason: RunResult): void => {
      broken ??= reason;
      killAll(child);
      // A grandchild in another session may hold the pipes open: don't wait for it.
      child.stdout?.destroy();
      child.stderr?.destroy();
    };
    const timer = setTimeout(() => stop({ kind: "time-limit", limitMs }), limitMs);
    const collect = (stream: NodeJS.ReadableStream | null): Buffer[] => {
      const chunks: Buffer[] = [];
      let size = 0;
      stream?.on("data", (chunk: Buffer) => {
        size += chunk.length;
        if (size > limit) stop({ kind: "output-limit", limit });
        else chunks.push(chunk);
      });
      return chunks;
    };
    const stdout = collect(child.stdout);
    const stderr = collect(child.stderr);
    child.once("error", (error) => {
      broken ??= notStarted(codeOf(error), error.message);
      clearTimeout(timer);
      resolve(broken);
    });
    child.once("close", (code, signal) => {
      clearTimeout(timer);
      const output = { stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr) };
      if (broken) resolve(broken);
      else if (code === null) resolve({ kind: "killed", signal: signal ?? "unknown", ...output });
      else resolve({ kind: "ended", code, ...output });
    });
    // A program may end without reading all of its input; its exit code says whether that matters.
    child.stdin?.on("error", () => {});
    child.stdin?.end(options.input);
  });
}

/** The program and whatever it started, by its process group. */
function killAll(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    // No such group: it has ended, or the platform has none.
    child.kill("SIGKILL");
  }
}

/** Node takes a working directory as text only; one that is not UTF-8 is reached through an open descriptor. */
function enter(host: Host, directory: AbsolutePath): { path: string; leave: () => void } | RunResult {
  if (!hasRawBytes(directory)) return { path: directory, leave: () => {} };
  if (host.platform !== "linux") return notStarted("EILSEQ", "the directory's name is not valid UTF-8");
  try {
    const descriptor = fs.openSync(toNative(directory), fs.constants.O_RDONLY | fs.constants.O_DIRECTORY);
    return { path: `/proc/${process.pid}/fd/${descriptor}`, leave: () => fs.closeSync(descriptor) };
  } catch (error) {
    return notStarted(codeOf(error), String(error));
  }
}

function notStarted(code: string, message: string): RunResult {
  return { kind: "not-started", code, message };
}

/** What passes from our environment; everything else (`GIT_*`, `PYTHON*`, `LD_*`, `NODE_*` …) stays behind. */
const PASSED = [
  "HOME",
  "USER",
  "LOGNAME",
  "TMPDIR",
  "XDG_CONFIG_HOME",
  "XDG_CACHE_HOME",
  "XDG_DATA_HOME",
  "XDG_STATE_HOME",
  "XDG_RUNTIME_DIR",
  "SystemRoot",
  "SystemDrive",
  "USERPROFILE",
  "APPDATA",
  "LOCALAPPDATA",
  "ProgramData",
  "TEMP",
  "TMP",
] as const;

function cleanEnvironment(host: Host, added: RunOptions["environment"] = {}): Record<string, string> {
  const environment: Record<string, string | undefined> = {};
  for (const name of PASSED) environment[name] = variable(host, name);
  environment["PATH"] = searchPath(host).join(host.platform === "win32" ? ";" : ":");
  // Messages in English, names in UTF-8.
  environment["LC_ALL"] = host.platform === "darwin" ? "en_US.UTF-8" : "C.UTF-8";
  const clean: Record<string, string> = {};
  for (const [name, value] of Object.entries({ ...environment, ...added })) {
    if (value !== undefined) clean[name] = value;
  }
  return clean;
}

/** The absolute program of that name, by `PATH`; relative and empty entries of it (the current directory) don't count. */
export function findProgram(host: Host, name: string): AbsolutePath | undefined {
  return findIn(searchPath(host), host, name);
}

/**
 * The same for a program of the system, `git` or `sync`: one that an environment on `PATH` holds is passed over. What
 * is installed in there may be anybody's, and may be what is to go.
 */
export function findSystemProgram(host: Host, name: string): AbsolutePath | undefined {
  const outside = searchPath(host).filter((directory) => !liesInEnvironment(directory));
  return findIn(outside, host, name);
}

/** `bin` of a virtual environment or of a conda environment (its base has `condabin`), or what npm puts before `PATH`. */
function liesInEnvironment(directory: string): boolean {
  if (/\/node_modules\/\.bin\/*$/.test(directory)) return true;
  const holds = (name: string): boolean => fs.existsSync(`${directory}/../${name}`);
  return holds("pyvenv.cfg") || (holds("conda-meta/history") && !holds("condabin"));
}

function findIn(directories: readonly string[], host: Host, name: string): AbsolutePath | undefined {
  const names = host.platform === "win32" ? [`${name}.exe`, `${name}.com`] : [name];
  for (const directory of directories) {
    for (const candidate of names) {
      const path = `${directory.replace(/\/+$/, "")}/${candidate}` as AbsolutePath;
      if (isProgram(path)) return path;
    }
  }
  return undefined;
}

function searchPath(host: Host): string[] {
  const windows = host.platform === "win32";
  return (variable(host, "PATH") ?? (windows ? variable(host, "Path") : undefined) ?? "")
    .split(windows ? ";" : ":")
    .map((entry) => (windows ? entry.replaceAll("\\", "/") : entry))
    .filter((entry) => (windows ? /^[a-z]:\//i.test(entry) : entry.startsWith("/")));
}

function isProgram(path: AbsolutePath): boolean {
  try {
    if (!fs.statSync(path).isFile()) return false;
    fs.accessSync(path, fs.constants.X_OK);
    return true;
  } catch {
    // Not there, or not ours to run: the next directory may have it.
    return false;
  }
}
