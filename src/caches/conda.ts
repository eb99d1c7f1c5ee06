import { plural } from "../model/count.ts";
import type { CacheContents, CacheEntry } from "../model/cache.ts";
import type { LinkTable } from "../model/links.ts";
import { join, nameOf, parentOf, type AbsolutePath } from "../model/path.ts";
import type { Tally } from "../scan/tally.ts";
import { statusOrNothing } from "../system/files.ts";
import {
  condaPrefixes,
  directoryIn,
  installedPackages,
  isLinkedInto,
  type InstalledPackage,
} from "./conda-prefixes.ts";
import { isSelfLinked, packageEntry, packagesIn, TARBALL } from "./conda-packages.ts";
import { condaSelecting } from "./conda-selecting.ts";
import { condaSettings } from "./condarc.ts";
import { filesBelow } from "./file-walk.ts";
import type { Inspector, Judgement, StorePlace } from "./inspector.ts";

/**
 * The packages of conda and mamba. `conda clean --packages` keeps a package when one of its files has a second hard
 * link anywhere, so it also keeps those whose links all lie in the package itself; and it knows nothing of symbolic
 * links, so an environment made of them would break: then nothing is cleaned.
 */
export const conda: Inspector = {
  store: "conda",
  judge,
  inspect,
  whyNotOwner,
  whyNotUnderstood,
  selecting: condaSelecting,
};

function judge({ host, path, measured }: StorePlace): Judgement {
  const { found, unread } = condaPrefixes(host, path);
  const goes = packagesIn(path, measured.entries).filter(([, { links }]) => links.inodes.length === 0);
  const linked = found.find((prefix) => installedPackages(prefix).some((one) => isLinkedInto(prefix, one, path)));
  const obstacles = [
    ...(linked ? [`${linked} is made of links into it, which cleaning would break`] : []),
    ...(unread.length > 0
      ? [`${unread[0]} could not be read, and environments there may be made of links into it`]
      : []),
  ];
  return { goes: goes.map(([directory]) => directory), grades: new Map(), obstacles };
}

function inspect({ host, path, measured }: StorePlace): CacheContents {
  const packages = packagesIn(path, measured.entries);
  const { found, unread } = condaPrefixes(host, path);
  const users = usersOf(path, found, new Map(packages));
  const entries = [
    ...packages.map(([directory, tally]) => packageEntry(directory, tally, users.get(directory) ?? [])),
    ...tarballsIn(path, measured.entries),
  ].toSorted((a, b) => b.allocated - a.allocated || (a.path < b.path ? -1 : 1));
  const selfLinked = packages.filter(([, { links }]) => links.inodes.length > 0 && isSelfLinked(links));
  const remark = `${plural(selfLinked.length, "package")} that nobody uses ${selfLinked.length === 1 ? "has" : "have"} files linked to one another, and conda clean keeps such packages`;
  return {
    entries,
    remarks: selfLinked.length > 0 ? [remark] : [],
    problems: unread.map((one) => ({ path: one, code: "EACCES", message: "could not be read" })),
  };
}

/** conda adds up what its files name and what it is told, so it would clean those stores too. */
async function whyNotOwner({ host, path }: StorePlace): Promise<string | null> {
  if (path.includes(",")) return "conda would take the comma in its path for the end of one place";
  for (const { file, values } of condaSettings(host, parentOf(path), "pkgs_dirs")) {
    const other = values === undefined ? "stores" : values.find((value) => value !== path);
    if (other !== undefined) return `conda would clean ${other} as well, which ${file} names`;
  }
  return null;
}

function whyNotUnderstood(entry: AbsolutePath): string | null {
  const name = nameOf(entry);
  const status = statusOrNothing(entry);
  if (TARBALL.test(name)) return status?.kind === "file" ? null : `${entry} is no file`;
  const known = name === ".logs" ? /\.log$/ : /^[0-9a-f]{8,}(\.(info|state))?\.(json|q|solv)$/;
  if (status?.kind !== "directory") return `${entry} is no directory`;
  let reason: string | null = null;
  for (const file of filesBelow(entry, ({ path }) => (reason ??= `${path} could not be read`))) {
    if (file.status.kind !== "file" || !known.test(file.name)) reason ??= `${file.path} is nothing that conda makes`;
  }
  return reason;
}

function usersOf(
  store: AbsolutePath,
  prefixes: readonly AbsolutePath[],
  packages: ReadonlyMap<AbsolutePath, Tally>,
): Map<AbsolutePath, AbsolutePath[]> {
  const users = new Map<AbsolutePath, AbsolutePath[]>();
  for (const prefix of prefixes) {
    for (const one of installedPackages(prefix)) {
      const directory = directoryIn(store, one);
      const tally = directory && packages.get(directory);
      if (!directory || !tally) continue;
      if (isLinkedInto(prefix, one, store) || sharesFiles(prefix, one, tally.links)) {
        users.set(directory, [...(users.get(directory) ?? []), prefix]);
      }
    }
  }
  return users;
}

function sharesFiles(prefix: AbsolutePath, { files }: InstalledPackage, { device, inodes }: LinkTable): boolean {
  if (inodes.length === 0) return false;
  const shared = new Set([...inodes].map(Number));
  return files.some((file) => {
    const status = statusOrNothing(join(prefix, file));
    return status !== undefined && status.links > 1 && status.device === device && shared.has(status.inode);
  });
}

function tarballsIn(store: AbsolutePath, entries: ReadonlyMap<string, Tally>): CacheEntry[] {
  return [...entries]
    .filter(([name]) => TARBALL.test(name) && statusOrNothing(join(store, name))?.kind === "file")
    .map(([name, tally]) => {
      const [, of, version] = /^(.+)-([^-]+)-[^-]+$/.exec(name.replace(TARBALL, "")) ?? [];
      return {
        kind: "download",
        name,
        package: of?.toLowerCase() ?? null,
        version: version ?? null,
        path: join(store, name),
        allocated: tally.allocated,
        frees: tally.frees,
        lastUsed: tally.newest || null,
        isUsed: "no",
        usedBy: [],
        safety: "low",
      };
    });
}
