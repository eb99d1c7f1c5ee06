import { join, type AbsolutePath } from "../model/path.ts";
import { normalise } from "../system/command-line.ts";
import { linkTarget, read, readText, statusOrNothing } from "../system/files.ts";
import { namesIn } from "../system/visible.ts";
import { variable, type Host } from "../system/host.ts";
import { mounts } from "../system/mounts.ts";
import { dataHome } from "../system/state-directories.ts";
import type { Reliance } from "./relied-on.ts";
import { absolutePlacesIn } from "./service-text.ts";

/**
 * Reads what on this machine starts programs when a person asks for it: kernels of Jupyter, commands of the user's own,
 * what a shell reads when it starts, entries of the desktop's menu. And where a directory is mounted a second time.
 * What cannot be read is passed over. Not looked at: settings of editors, and scripts elsewhere.
 */
export function reliances(host: Host, root: AbsolutePath = "/" as AbsolutePath): Reliance[] {
  return [...kernels(host, root), ...commands(host, root), ...texts(host), ...secondMounts(host)];
}

/** Jupyter's data directories: https://docs.jupyter.org/en/latest/use/jupyter-directories.html */
function kernels(host: Host, root: AbsolutePath): Reliance[] {
  const named = [variable(host, "JUPYTER_DATA_DIR"), ...(variable(host, "JUPYTER_PATH") ?? "").split(":")];
  const directories = [
    ...named.filter((path): path is AbsolutePath => path?.startsWith("/") ?? false),
    join(dataHome(host), "jupyter"),
    join(host.home, "Library/Jupyter"),
    join(host.home, ".ipython"),
    join(root, "usr/local/share/jupyter"),
    join(root, "usr/share/jupyter"),
  ];
  return directories.flatMap((directory) =>
    namesIn(join(directory, "kernels")).flatMap((name) => {
      const by = join(join(directory, "kernels"), name);
      return programsOf(join(by, "kernel.json")).map((place): Reliance => ({ kind: "kernel", by, place }));
    }),
  );
}

function programsOf(kernel: AbsolutePath): AbsolutePath[] {
  try {
    const { argv } = JSON.parse(readText(kernel, 64 * 1024) ?? "{}") as { readonly argv?: unknown };
    const words = Array.isArray(argv) ? argv.filter((word) => typeof word === "string") : [];
    return words.filter((word) => word.startsWith("/")).map(normalise);
  } catch {
    // Not JSON: Jupyter can't use it either.
    return [];
  }
}

/** Programs that the user put into the search path: links into an environment, and scripts that start one. */
function commands(host: Host, root: AbsolutePath): Reliance[] {
  const directories = [join(host.home, ".local/bin"), join(host.home, "bin"), join(root, "usr/local/bin")];
  return directories.flatMap((directory) =>
    namesIn(directory).flatMap((name) => {
      const by = join(directory, name);
      return placesOfCommand(host, directory, by).map((place): Reliance => ({ kind: "command", by, place }));
    }),
  );
}

const SCRIPT_BYTES = 4096;

function placesOfCommand(host: Host, directory: AbsolutePath, path: AbsolutePath): AbsolutePath[] {
  const target = linkTarget(path);
  if (target !== undefined) return [normalise(target.startsWith("/") ? target : `${directory}/${target}`)];
  if (statusOrNothing(path)?.kind !== "file") return [];
  try {
    const text = read(path, SCRIPT_BYTES).toString("utf8");
    if (!text.startsWith("#!")) return [];
    // The first line is a comment to everybody but the system.
    return absolutePlacesIn(text.slice(2), host.home);
  } catch {
    // Not ours to read, or gone: it is passed over.
    return [];
  }
}

const SHELL_FILES = [
  ".bashrc",
  ".bash_profile",
  ".bash_login",
  ".bash_aliases",
  ".profile",
  ".zshrc",
  ".zprofile",
  ".zshenv",
  ".zlogin",
  ".config/fish/config.fish",
];

function texts(host: Host): Reliance[] {
  const menu = join(dataHome(host), "applications");
  const entries = namesIn(menu).filter((name) => name.endsWith(".desktop"));
  const files = [...SHELL_FILES.map((name) => join(host.home, name)), ...entries.map((name) => join(menu, name))];
  return files.flatMap((by) =>
    absolutePlacesIn(readText(by, 256 * 1024) ?? "", host.home).map((place): Reliance => ({ kind: "text", by, place })),
  );
}

/** A part of a filesystem that is shown somewhere else too. */
function secondMounts(host: Host): Reliance[] {
  try {
    return mounts(host)
      .filter(({ root }) => root !== "/")
      .map(({ path }): Reliance => ({ kind: "mount", by: path, place: path }));
  } catch {
    // Without the list of mounts nothing may go at all: the guard says so.
    return [];
  }
}
