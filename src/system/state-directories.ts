import { parentOf, join, type AbsolutePath } from "../model/path.ts";
import { variable, type Host } from "./host.ts";

/**
 * Where pyshed and the system keep things of a user. Names only: nothing is made here.
 * XDG Base Directory Specification 0.8: an empty or relative variable counts as unset.
 */
export interface StateDirectories {
  /** Journal, recipes, plans: must survive a restart. */
  readonly state: AbsolutePath;
  /** The scan's index: may go at any time. */
  readonly cache: AbsolutePath;
  /** Configuration that the user writes. */
  readonly configuration: AbsolutePath;
  /** Gone after logout; undefined where the system offers none. */
  readonly runtime: AbsolutePath | undefined;
}

export function stateDirectories(host: Host): StateDirectories {
  const runtime = absolute(host, "XDG_RUNTIME_DIR");
  return {
    state: join(stateHome(host), "pyshed"),
    cache: join(cacheHome(host), "pyshed"),
    configuration: join(configurationHome(host), "pyshed"),
    runtime: runtime && join(runtime, "pyshed"),
  };
}

/** `$XDG_DATA_HOME`: the home trash lies in it on Linux. */
export function dataHome(host: Host): AbsolutePath {
  return absolute(host, "XDG_DATA_HOME") ?? below(host.home, ".local/share");
}

function stateHome(host: Host): AbsolutePath {
  const named = absolute(host, "XDG_STATE_HOME");
  if (named) return named;
  if (host.platform === "darwin") return below(host.home, "Library/Application Support");
  if (host.platform === "win32") return absolute(host, "LOCALAPPDATA") ?? below(host.home, "AppData/Local");
  return below(host.home, ".local/state");
}

function cacheHome(host: Host): AbsolutePath {
  const named = absolute(host, "XDG_CACHE_HOME");
  if (named) return named;
  if (host.platform === "darwin") return below(host.home, "Library/Caches");
  if (host.platform === "win32")
    return join(absolute(host, "LOCALAPPDATA") ?? below(host.home, "AppData/Local"), "Cache");
  return below(host.home, ".cache");
}

function configurationHome(host: Host): AbsolutePath {
  const named = absolute(host, "XDG_CONFIG_HOME");
  if (named) return named;
  if (host.platform === "darwin") return below(host.home, "Library/Application Support");
  if (host.platform === "win32") return absolute(host, "APPDATA") ?? below(host.home, "AppData/Roaming");
  return below(host.home, ".config");
}

function absolute(host: Host, name: string): AbsolutePath | undefined {
  const value = variable(host, name);
  if (!value) return undefined;
  if (host.platform === "win32") return /^[A-Za-z]:[\\/]/.test(value) ? tidy(value.replaceAll("\\", "/")) : undefined;
  return value.startsWith("/") ? tidy(value) : undefined;
}

/** Without doubled or trailing slashes, `.` and `..`. */
function tidy(path: string): AbsolutePath {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return (path.startsWith("/") ? `/${parts.join("/")}` : parts.join("/")) as AbsolutePath;
}

function below(directory: AbsolutePath, path: string): AbsolutePath {
  return path.split("/").reduce<AbsolutePath>((at, part) => join(at, part), directory);
}

/** Every directory from the path up to the root, the path itself first. */
export function ancestors(path: AbsolutePath): AbsolutePath[] {
  const found = [path];
  for (let at = path; parentOf(at) !== at; at = parentOf(at)) found.push(parentOf(at));
  return found;
}
