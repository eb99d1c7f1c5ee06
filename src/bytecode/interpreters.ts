import { join, nameOf, parentOf, type AbsolutePath } from "../model/path.ts";
import type { Interpreter } from "../model/bytecode.ts";
import { readPyvenvConfig, statedPythonVersion } from "../environments/pyvenv-config.ts";
import { run } from "../system/commands.ts";
import { read, realPath } from "../system/files.ts";
import { namesIn } from "../system/visible.ts";
import type { Host } from "../system/host.ts";

/**
 * What the interpreters of this machine call their bytecode. Those that the user or the system installed are asked, each
 * once: run by its absolute path, apart from site, user and environment. Those that only an environment in a project
 * points at are never run, for whoever wrote the project chose them: they are read, and count for all bytecode of their
 * version. What gives no answer counts for whatever it might be.
 */
const TIME_LIMIT_MS = 20_000;
const AT_ONCE = 4;

/** Python 2 knows neither `-I` nor a tag. The answer is marked, for a script that starts an interpreter may talk before it. */
const PROGRAM = `
import sys
try:
    import _frozen_importlib_external as e
    m = e.MAGIC_NUMBER
except ImportError:
    import imp
    m = imp.get_magic()
b = bytearray(m)
t = getattr(getattr(sys, 'implementation', None), 'cache_tag', None)
sys.stdout.write('<pyshed %s %d %d.%d.%d>' % ((t or '-', b[0] | b[1] << 8) + tuple(sys.version_info[:3])))
`;

const WAYS = [
  ["-I", "-S", "-B", "-c", PROGRAM],
  ["-E", "-s", "-S", "-B", "-c", PROGRAM],
] as const;

const ANSWER = /<pyshed (-|[a-z][\w-]{0,40}) (\d{1,5}) (\d+\.\d+\.\d+)>/;

/** What pyenv's own scripts say where the chosen version is not there. */
const NOT_INSTALLED = /^pyenv: version `.*' is not installed/m;
const NOT_FOUND = 127;

/** Asks interpreters, some at a time. */
export async function askInterpreters(host: Host, programs: readonly AbsolutePath[]): Promise<Interpreter[]> {
  const answers: Interpreter[] = [];
  const waiting = [...programs];
  const ask = async (): Promise<void> => {
    for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
      const answer = await askOne(host, path);
      if (answer) answers.push(answer);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, ask));
  return answers.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

/** Null for a script that says that it found no interpreter to start: it is none itself. */
async function askOne(host: Host, path: AbsolutePath): Promise<Interpreter | null> {
  for (const way of WAYS) {
    const result = await run(host, path, way, { timeLimitMs: TIME_LIMIT_MS, outputLimit: 65_536 });
    const [, tag, magic, version] =
      result.kind === "ended" && result.code === 0 ? (ANSWER.exec(result.stdout.toString("latin1")) ?? []) : [];
    if (tag !== undefined) {
      return { path, tag: tag === "-" ? null : tag, magic: Number(magic), version: version ?? null, how: "asked" };
    }
    if (result.kind !== "ended") break;
    if (isScript(path) && (result.code === NOT_FOUND || NOT_INSTALLED.test(result.stderr.toString("latin1"))))
      return null;
  }
  const guessed = isScript(path) ? versionByName(path) : versionByPlace(path);
  return { ...guessed, path, magic: undefined, how: "silent" };
}

function isScript(path: AbsolutePath): boolean {
  try {
    return read(path, 2).toString("latin1") === "#!";
  } catch {
    // It may be an interpreter for somebody who may read it.
    return false;
  }
}

/**
 * The interpreters that environments point at and that are there, without running them. `known` are those that were
 * asked already.
 */
export function readInterpreters(environments: readonly AbsolutePath[], known: readonly Interpreter[]): Interpreter[] {
  const seen = new Set(known.map(({ path }) => path));
  return environments.flatMap((environment): Interpreter[] => {
    const path = programOf(environment);
    if (path === undefined || seen.has(path)) return [];
    seen.add(path);
    const stated = statedPythonVersion(readPyvenvConfig(environment));
    const implementation = readPyvenvConfig(environment).get("implementation")?.toLowerCase() ?? "cpython";
    const byPlace = versionByPlace(path);
    const tag = stated !== null && byPlace.tag === undefined ? tagFor(implementation, stated) : byPlace.tag;
    return [{ path, tag, magic: undefined, version: stated ?? byPlace.version, how: "read" }];
  });
}

/** The program that an environment starts, its links followed; undefined when it is gone. */
function programOf(environment: AbsolutePath): AbsolutePath | undefined {
  for (const name of ["bin/python", "bin/python3", "Scripts/python.exe", "bin/python2", "bin/pypy3", "python.exe"]) {
    try {
      return realPath(join(environment, name));
    } catch {
      // Not there by this name.
    }
  }
  return undefined;
}

type Version = Pick<Interpreter, "tag" | "version">;

/** By its own name, `python3.11`. */
function versionByName(path: AbsolutePath): Version {
  const [, kind, version] = /^(python|pypy)(\d+\.\d+)/.exec(nameOf(path)) ?? [];
  if (version === undefined) return { tag: undefined, version: null };
  return { tag: tagFor(kind === "pypy" ? "pypy" : "cpython", version), version };
}

/** By its own name, or by the only library beside it, `lib/python3.11`. */
function versionByPlace(path: AbsolutePath): Version {
  const named = versionByName(path);
  if (named.version !== null) return named;
  const libraries = namesIn(join(parentOf(parentOf(path)), "lib")).filter((name) =>
    /^(python|pypy)\d+\.\d+$/.test(name),
  );
  const [, kind, version] = /^(python|pypy)(\d+\.\d+)$/.exec(libraries.length === 1 ? libraries[0]! : "") ?? [];
  if (kind === undefined || version === undefined) return { tag: undefined, version: null };
  return { tag: tagFor(kind === "pypy" ? "pypy" : "cpython", version), version };
}

function tagFor(implementation: string, version: string): string | null | undefined {
  const [major, minor] = version.split(".");
  if (major === "2") return null;
  if (implementation === "cpython") return `cpython-${major}${minor}`;
  return implementation === "pypy" ? `pypy${major}${minor}` : undefined;
}
