import { join, nameOf, parentOf, type AbsolutePath } from "../model/path.ts";
import { codeOf, list, realPath, statusOrNothing } from "../system/files.ts";
import { variable, type Host } from "../system/host.ts";
import { dataHome } from "../system/state-directories.ts";

/** Files that may be interpreters, each once by its real path, and directories that could not be listed. */
export interface InterpreterPlaces {
  readonly programs: readonly AbsolutePath[];
  readonly unread: readonly AbsolutePath[];
}

const PROGRAM = /^(?:python|pypy|graalpy)(?:\d+(?:\.\d+)?)?(?:t|m)?(?:\.exe)?$/i;

/**
 * Looks where interpreters lie: on `PATH`, in the system's own places, and where version managers keep theirs. Only
 * places that the user or the system has set up: what a project's files point at is never run. `prefixes` are further
 * installations that are known, such as conda's.
 */
export function interpreterPlaces(host: Host, prefixes: readonly AbsolutePath[] = []): InterpreterPlaces {
  const unread = new Set<AbsolutePath>();
  const listed = (directory: AbsolutePath): readonly string[] => {
    const names = namesOrCode(directory);
    if (typeof names !== "string") return names;
    // What stands in a closed place of somebody else's is no interpreter of this user.
    if (names === "EACCES" && directory.startsWith("/opt/")) return [];
    if (!["ENOENT", "ENOTDIR"].includes(names)) unread.add(directory);
    return [];
  };
  const onPath = searched(host).map((directory) => ({ directory, behind: behindShims(directory) }));
  const installed = [...prefixDirectories(host), ...onPath.flatMap(({ behind }) => behind ?? [])].flatMap((directory) =>
    listed(directory).map((name) => join(directory, name)),
  );
  const directories = [
    ...onPath.filter(({ behind }) => behind === undefined).map(({ directory }) => directory),
    ...[...installed, ...prefixes].flatMap((one) => [one, join(one, "bin")]),
  ];
  const programs = new Set<AbsolutePath>();
  for (const directory of new Set(directories)) {
    for (const name of listed(directory).filter((one) => PROGRAM.test(one))) {
      const real = realOrNothing(join(directory, name));
      if (real) programs.add(real);
    }
  }
  return { programs: [...programs].toSorted(), unread: [...unread] };
}

function namesOrCode(directory: AbsolutePath): readonly string[] | string {
  try {
    return list(directory);
  } catch (error) {
    return codeOf(error);
  }
}

function searched(host: Host): AbsolutePath[] {
  const windows = host.platform === "win32";
  const path = (variable(host, "PATH") ?? variable(host, "Path") ?? "").split(windows ? ";" : ":");
  const system = windows ? [] : ["/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"];
  return [...path.map((one) => (windows ? one.replaceAll("\\", "/") : one)), ...system]
    .map((directory) => directory.replace(/(?<=.)\/+$/, "") as AbsolutePath)
    .filter((directory) => directory.startsWith("/") || (windows && /^[A-Za-z]:\//.test(directory)));
}

/** Directories whose entries are installations of Python, each with its own `bin`. */
function prefixDirectories(host: Host): AbsolutePath[] {
  const data = dataHome(host);
  const home = (path: string): AbsolutePath => `${host.home}/${path}` as AbsolutePath;
  const below = (name: string, otherwise: AbsolutePath, inside: string): AbsolutePath => {
    const set = variable(host, name);
    const base = set?.startsWith("/") ? (set as AbsolutePath) : otherwise;
    return (inside === "" ? base : `${base}/${inside}`) as AbsolutePath;
  };
  return [
    below("PYENV_ROOT", home(".pyenv"), "versions"),
    below("UV_PYTHON_INSTALL_DIR", join(data, "uv"), variable(host, "UV_PYTHON_INSTALL_DIR") ? "" : "python"),
    below("MISE_DATA_DIR", join(data, "mise"), "installs/python"),
    below("ASDF_DATA_DIR", home(".asdf"), "installs/python"),
    home(".rye/py"),
    `${data}/pdm/python` as AbsolutePath,
    `${data}/pypoetry/python` as AbsolutePath,
    `${data}/hatch/pythons` as AbsolutePath,
    ...(host.platform === "darwin"
      ? ["/Library/Frameworks/Python.framework/Versions" as AbsolutePath, home("Library/Application Support/uv/python")]
      : []),
    ...(host.platform === "linux" ? ["/opt" as AbsolutePath] : []),
    ...(host.platform === "win32" ? [home("AppData/Local/Programs/Python")] : []),
  ];
}

/**
 * A directory of scripts that choose an interpreter has the interpreters beside it: those are asked, the scripts are
 * not. Undefined for any other directory.
 */
function behindShims(directory: AbsolutePath): AbsolutePath | undefined {
  if (nameOf(directory) !== "shims") return undefined;
  const beside = ["versions", "installs/python"].map((name) => join(parentOf(directory), name));
  return beside.find((path) => statusOrNothing(path)?.kind === "directory");
}

function realOrNothing(path: AbsolutePath): AbsolutePath | undefined {
  try {
    return realPath(path);
  } catch {
    // A link to nothing: no interpreter is there.
    return undefined;
  }
}
