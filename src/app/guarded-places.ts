import { join, parentOf, type AbsolutePath } from "../model/path.ts";
import type { Guarded } from "../plan/guard.ts";
import { variable, type Host } from "../system/host.ts";
import { homes, withRealPaths } from "../system/homes.ts";
import { mounts } from "../system/mounts.ts";
import { ownExecutable, ownInstallation } from "../system/own-install.ts";
import { dataHome, stateDirectories } from "../system/state-directories.ts";

/** Gathers what must never go. Throws when nobody can tell what is mounted: then nothing may go at all. */
export function guardedPlaces(host: Host, roots: readonly AbsolutePath[]): Guarded {
  const { state, cache, configuration, runtime } = stateDirectories(host);
  const mountPoints = mounts(host).map(({ path }) => path);
  const home = (name: string): AbsolutePath => `${host.home}/${name}` as AbsolutePath;
  const temporary = variable(host, "TMPDIR");
  return {
    roots,
    homes: homes(host),
    standardDirectories: withRealPaths([
      ...[state, cache, configuration, ...(runtime ? [runtime] : [])].map(parentOf),
      dataHome(host),
      ...[".config", ".cache", ".local", ".local/share", ".local/state", ".local/bin", "Library"].map(home),
      ...["/tmp", "/var/tmp", ...(temporary?.startsWith("/") ? [temporary] : [])].map((path) => path as AbsolutePath),
    ]),
    mountPoints,
    executable: withRealPaths([ownExecutable()]).at(-1)!,
    own: withRealPaths([state, cache, configuration, ownInstallation()]),
    trashes: withRealPaths([
      join(dataHome(host), "Trash"),
      ...mountPoints.flatMap((top) => [join(top, ".Trash"), join(top, `.Trash-${host.userId}`)]),
    ]),
    currentDirectory: withRealPaths([host.currentDirectory]).at(-1)!,
  };
}
