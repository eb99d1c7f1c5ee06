import { join, type AbsolutePath } from "../model/path.ts";
import { statusOrNothing } from "../system/files.ts";
import { namesIn } from "../system/visible.ts";
import { variable, type Host } from "../system/host.ts";
import { siteDirectories } from "./site-directories.ts";

/**
 * Tells whether an environment's files are further links to files in uv's cache. Proof is one package's `METADATA`
 * that is the same inode in the environment and in an unpacked wheel of the cache (`archive-v0/*`).
 */
export function uvCacheLinks(host: Host): (environment: AbsolutePath) => boolean {
  let unpacked: ReadonlySet<string> | undefined;
  return (environment) => {
    unpacked ??= metadataInodes(archives(uvCacheDirectory(host)));
    if (unpacked.size === 0) return false;
    return [...metadataInodes(sitePackages(environment))].some((inode) => unpacked!.has(inode));
  };
}

/** Which of these environments hold links to files of which unpacked wheels; by the wheel's path. */
export function uvCacheUsers(
  environments: readonly AbsolutePath[],
  unpacked: readonly AbsolutePath[],
): ReadonlyMap<AbsolutePath, readonly AbsolutePath[]> {
  const holders = environments.map((environment) => ({ environment, held: metadataInodes(sitePackages(environment)) }));
  return new Map(
    unpacked.map((archive) => {
      const inodes = [...metadataInodes([archive])];
      const users = holders.filter(({ held }) => inodes.some((inode) => held.has(inode)));
      return [archive, users.map(({ environment }) => environment)];
    }),
  );
}

/** Where uv keeps its cache, by its own rules (`uv cache dir`), configuration files left aside. */
export function uvCacheDirectory(host: Host): AbsolutePath {
  const named = variable(host, "UV_CACHE_DIR");
  if (named) return named as AbsolutePath;
  if (host.platform === "win32") return `${variable(host, "LOCALAPPDATA") ?? host.home}/uv/cache` as AbsolutePath;
  return join((variable(host, "XDG_CACHE_HOME") ?? join(host.home, ".cache")) as AbsolutePath, "uv");
}

/** The stores of unpacked wheels in a cache of uv's: a directory in each for every wheel. */
export function uvArchiveStores(cache: AbsolutePath): AbsolutePath[] {
  return namesIn(cache)
    .filter((name) => name.startsWith("archive-v"))
    .map((name) => join(cache, name));
}

function archives(cache: AbsolutePath): AbsolutePath[] {
  return uvArchiveStores(cache).flatMap((store) => namesIn(store).map((name) => join(store, name)));
}

function sitePackages(environment: AbsolutePath): AbsolutePath[] {
  const found = siteDirectories(environment, (directory) => namesIn(join(environment, directory)));
  return found.map(({ directory }) => join(environment, directory));
}

/** The `METADATA` files with more than one link of the packages in these directories. */
function metadataInodes(directories: readonly AbsolutePath[]): ReadonlySet<string> {
  const inodes = new Set<string>();
  for (const directory of directories) {
    for (const name of namesIn(directory)) {
      if (!name.endsWith(".dist-info")) continue;
      const file = statusOrNothing(join(join(directory, name), "METADATA"));
      if (file && file.links > 1) inodes.add(`${file.device}:${file.inode}`);
    }
  }
  return inodes;
}
