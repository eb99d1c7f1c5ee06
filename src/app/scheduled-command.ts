import { interpreterPlaces } from "../bytecode/interpreter-places.ts";
import { environmentAbove } from "../environments/around.ts";
import { hasRawBytes, join, type AbsolutePath } from "../model/path.ts";
import { variable, type Host } from "../system/host.ts";
import { ownExecutable, ownInstallation } from "../system/own-install.ts";

/** What decides where things lie and is not there when nobody has logged in. */
const KEPT = [
  "XDG_CACHE_HOME",
  "XDG_CONFIG_HOME",
  "XDG_DATA_HOME",
  "XDG_STATE_HOME",
  "PYENV_ROOT",
  "UV_PYTHON_INSTALL_DIR",
  "MISE_DATA_DIR",
  "ASDF_DATA_DIR",
  "MAMBA_ROOT_PREFIX",
  "CONDA_PKGS_DIRS",
] as const;

/**
 * This pyshed with arguments, as a scheduler is to start it: everything by its absolute path, with what of the
 * environment says where caches and interpreters are. A string under `why` says why that cannot be scheduled.
 */
export function scheduledCommand(
  host: Host,
  added: Readonly<Record<string, string>>,
  words: readonly string[],
): { readonly words: readonly string[] } | { readonly why: string; readonly hint: string } {
  const installation = ownInstallation();
  if (installation.includes("/_npx/")) {
    return { why: "npx's copy of pyshed may go at any time", hint: "npm install --global pyshed, then schedule that" };
  }
  const kept = KEPT.flatMap((name) => (variable(host, name) ? [[name, variable(host, name)!]] : []));
  const environment = [["PATH", pathFor(host)], ...kept, ...Object.entries(added)];
  const own = [ownExecutable(), join(installation, "dist/pyshed.js"), ...words];
  const all =
    host.platform === "win32"
      ? own
      : ["/usr/bin/env", ...environment.map(([name, value]) => `${name}=${value}`), ...own];
  const bad = all.find((word) => hasRawBytes(word) || /[\0\r\n]/.test(word));
  return bad === undefined
    ? { words: all }
    : { why: `a path cannot be written down: ${bad}`, hint: "use another path" };
}

const SYSTEM_PATH = "/usr/local/bin:/usr/bin:/bin";

/**
 * The system's own places, and those on `PATH` that hold interpreters which are found nowhere else. Environments are left
 * out: they are found by what runs in them, and what a scheduled command names counts as in use.
 */
function pathFor(host: Host): string {
  const found = (path: string): number =>
    interpreterPlaces({ ...host, environment: { ...host.environment, PATH: path } }).programs.length;
  const directories = (variable(host, "PATH") ?? "").split(":").filter((one) => one.startsWith("/"));
  let path = SYSTEM_PATH;
  for (const directory of new Set(directories)) {
    if (directory.includes(":") || environmentAbove(join(directory as AbsolutePath, "any"))) continue;
    if (found(`${path}:${directory}`) > found(path)) path = `${path}:${directory}`;
  }
  return path;
}
