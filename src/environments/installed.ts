import { join, type AbsolutePath } from "../model/path.ts";
import { codeOf, list, statusOrNothing } from "../system/files.ts";
import { readCondaPackages } from "./conda-packages.ts";
import type { Distribution } from "./distribution.ts";
import { readDistributions } from "./distributions.ts";
import { names } from "./listing.ts";
import { siteDirectories, type ListNames, type SiteDirectory } from "./site-directories.ts";

/** Everything that says it is installed in an environment. */
export interface Installed {
  readonly sites: readonly SiteDirectory[];
  readonly distributions: readonly Distribution[];
  /** Directories that could not be listed, relative to the environment: what they hold is unknown. */
  readonly unreadable: readonly string[];
  /** The version of conda's own `python` package; null without one. */
  readonly condaPython: string | null;
}

export function readInstalled(path: AbsolutePath, kind: "python-environment" | "conda-environment"): Installed {
  const unreadable: string[] = [];
  const listed: ListNames = (directory) => listOrNote(path, directory, unreadable);
  const sites = siteDirectories(path, listed);
  const conda = kind === "conda-environment" ? readCondaPackages(path, listed("conda-meta")) : [];
  const owned = (directory: string, name: string) =>
    conda.some(({ listing }) => listing && names(listing, directory, name));
  const others = sites
    .flatMap(({ directory }) => readDistributions(path, directory, listed(directory)))
    .filter((one) => conda.length === 0 || !isPartOfCondaPackage(path, one, owned));
  return { sites, distributions: [...conda, ...others], unreadable, condaPython: versionOfPython(conda) };
}

/** The names in a directory; none and a note when it cannot be listed. A directory that is not there is no gap. */
function listOrNote(path: AbsolutePath, directory: string, unreadable: string[]): string[] {
  try {
    return list(directory === "" ? path : join(path, directory));
  } catch (error) {
    if (codeOf(error) !== "ENOENT") unreadable.push(directory === "" ? "." : directory);
    return [];
  }
}

/**
 * conda packages carry a `dist-info` or `egg-info` of their own, often with a `direct_url.json` from the machine that
 * built them. It is conda's when conda lists it; a `direct_url.json` that conda does not list means that pip has
 * installed over it.
 */
function isPartOfCondaPackage(
  path: AbsolutePath,
  { metadata, form }: Distribution,
  owned: (directory: string, name: string) => boolean,
): boolean {
  const slash = metadata.lastIndexOf("/");
  if (owned(metadata.slice(0, slash), metadata.slice(slash + 1))) return true;
  if (!owned(metadata, form === "dist-info" ? "METADATA" : "PKG-INFO")) return false;
  return owned(metadata, "direct_url.json") || !statusOrNothing(join(path, `${metadata}/direct_url.json`));
}

function versionOfPython(packages: readonly Distribution[]): string | null {
  return packages.find(({ name }) => name === "python")?.version || null;
}
