import { join, parentOf, type AbsolutePath } from "../model/path.ts";
import { entriesIn } from "../system/visible.ts";
import { variable, type Host } from "../system/host.ts";

/**
 * Environments that can be found without a walk: the active one, a `.venv` in or above the current directory, and those
 * where poetry, pipenv, virtualenvwrapper, pdm, hatch, pipx and uv put them when they are not told otherwise. Not all of
 * these paths need to be environments.
 */
export function knownEnvironments(host: Host): readonly AbsolutePath[] {
  const active = variable(host, "VIRTUAL_ENV");
  return [
    ...new Set([
      ...(active?.startsWith("/") ? [active as AbsolutePath] : []),
      ...directoriesAbove(host.currentDirectory).map((directory) => join(directory, ".venv")),
      ...centralEnvironments(host),
    ]),
  ];
}

/** Those of them that tools keep in one place. */
function centralEnvironments(host: Host): readonly AbsolutePath[] {
  const of = (name: string, otherwise: string) => (variable(host, name) ?? join(host.home, otherwise)) as AbsolutePath;
  const [cache, data] = [of("XDG_CACHE_HOME", ".cache"), of("XDG_DATA_HOME", ".local/share")];
  const parents = [
    join(cache, "pypoetry/virtualenvs"),
    join(host.home, "Library/Caches/pypoetry/virtualenvs"),
    of("WORKON_HOME", ".virtualenvs"),
    join(data, "virtualenvs"),
    join(data, "pdm/venvs"),
    join(data, "pipx/venvs"),
    join(host.home, ".local/pipx/venvs"),
    (variable(host, "UV_TOOL_DIR") ?? join(data, "uv/tools")) as AbsolutePath,
  ];
  return [...parents.flatMap(below), ...below(join(data, "hatch/env/virtual")).flatMap(below).flatMap(below)];
}

/** The directory itself, and every one above it. */
export function directoriesAbove(directory: AbsolutePath): AbsolutePath[] {
  const found = [directory];
  for (let at = directory; parentOf(at) !== at; at = parentOf(at)) found.push(parentOf(at));
  return found;
}

function below(directory: AbsolutePath): AbsolutePath[] {
  return entriesIn(directory).flatMap(({ name, kind }) => (kind === "directory" ? [join(directory, name)] : []));
}
