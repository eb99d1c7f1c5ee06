import { hasRawBytes, type AbsolutePath } from "../model/path.ts";
import type { Use } from "./processes.ts";

/** What a process was told when it started. */
export interface Start {
  readonly arguments: readonly string[];
  readonly environment: ReadonlyMap<string, string>;
  /** Where it is now, when that could be read. */
  readonly workingDirectory: AbsolutePath | undefined;
  /** The name of the running program's file, when that could be read. */
  readonly program: string | undefined;
}

/** Variables that name an environment, or places that an interpreter loads from. */
const NAMING =
  /^(?:VIRTUAL_ENV|CONDA_PREFIX(?:_\d+)?|TOX_ENV_DIR|PYTHONHOME|PYTHONPATH|PYTHONEXECUTABLE|PYTHONUSERBASE|__PYVENV_LAUNCHER__)$/;

const INTERPRETER = /^(?:python|pypy|graalpy|sh|bash|dash|zsh|ksh|fish|perl|ruby|node)[\d.]*$/;

/**
 * What a process uses by its arguments and environment: the program as it was called, the script that an interpreter
 * runs, the environment that is active in it. Other arguments are words (`grep .venv`), not use. A relative path is
 * tried against the present directory and against `PWD`, since a process may have moved after its start.
 * `exists` says whether a program is there; it is asked for names without a slash, along the process's own `PATH`.
 */
export function usesOfStart(start: Start, exists: (path: AbsolutePath) => boolean): Use[] {
  const uses: Use[] = [];
  const bases = [start.workingDirectory, start.environment.get("PWD")].filter((base) => base?.startsWith("/"));
  const resolve = (path: string): AbsolutePath[] => {
    const whole = path.startsWith("/") ? [path] : bases.map((base) => `${base}/${path}`);
    return [...new Set(whole.map(normalise))];
  };
  const called = start.arguments[0] ?? "";
  if (called.includes("/")) {
    for (const path of resolve(called)) uses.push({ hold: "started-as", path });
  } else if (called !== "") {
    const found = alongPath(called, start.environment.get("PATH") ?? "", exists);
    if (found) uses.push({ hold: "started-as", path: found });
  }
  const script = scriptOf(start);
  for (const path of script === undefined ? [] : resolve(script)) uses.push({ hold: "script", path });
  for (const [variable, value] of start.environment) {
    if (!NAMING.test(variable)) continue;
    for (const path of value.split(":")) {
      if (path.startsWith("/")) uses.push({ hold: "environment", path: normalise(path), variable });
    }
  }
  return uses;
}

/** The variables that say where a program keeps its stores: a home, directories of XDG, of caches and of settings. */
export function settingsIn(environment: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map([...environment].filter(([name]) => SETTING.test(name)));
}

const SETTING = /^(?:HOME|USERPROFILE|(?:LOCAL)?APPDATA|XDG_\w+|\w+_(?:HOME|CACHE|DIR|FILE|CONFIG))$/;

/** Takes `.`, `..` and doubled slashes out of an absolute path, without asking the disk about links. */
export function normalise(path: string): AbsolutePath {
  if (!hasRawBytes(path) && !/\/(?:\/|\.|$)/.test(path)) return path as AbsolutePath;
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return `/${parts.join("/")}` as AbsolutePath;
}

function alongPath(name: string, path: string, exists: (path: AbsolutePath) => boolean): AbsolutePath | undefined {
  for (const directory of path.split(":")) {
    if (!directory.startsWith("/")) continue;
    const candidate = normalise(`${directory}/${name}`);
    if (exists(candidate)) return candidate;
  }
  return undefined;
}

/** The first argument of an interpreter that is no option. */
function scriptOf({ arguments: given, program }: Start): string | undefined {
  const names = [program, given[0]].map((path) => path?.slice(path.lastIndexOf("/") + 1).replace(/^-/, ""));
  if (!names.some((name) => name !== undefined && INTERPRETER.test(name))) return undefined;
  for (let index = 1; index < given.length; index++) {
    const argument = given[index]!;
    if (argument === "-c" || argument === "-m" || argument === "-e") return undefined;
    if (argument === "-X" || argument === "-W" || argument === "-o" || argument === "-r") index++;
    else if (argument !== "" && !argument.startsWith("-")) return argument;
  }
  return undefined;
}
