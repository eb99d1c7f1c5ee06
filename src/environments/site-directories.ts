import { join, type AbsolutePath } from "../model/path.ts";
import { statusOrNothing } from "../system/files.ts";

/** A site-packages directory, relative to its environment; `python` is the version in the path, or null. */
export interface SiteDirectory {
  readonly directory: string;
  readonly python: string | null;
}

const INTERPRETER = /^(?:python|pypy|graalpy)(\d+\.\d+)t?$/;

/** The names in a directory of the environment; none when it cannot be listed. */
export type ListNames = (directory: string) => readonly string[];

/**
 * Where an environment keeps its packages: `lib/python3.11/site-packages`, the same below `lib64`, `Lib/site-packages`
 * on Windows, `dist-packages` below `local/lib` on Debian. Links are not followed: a linked one is somebody else's.
 */
export function siteDirectories(environment: AbsolutePath, listNames: ListNames): SiteDirectory[] {
  const isDirectory = (directory: string) => statusOrNothing(join(environment, directory))?.kind === "directory";
  const libraries = listNames("").filter((name) => /^lib(?:64|32)?$/i.test(name));
  if (isDirectory("local")) libraries.push("local/lib");
  return libraries
    .filter(isDirectory)
    .flatMap((library) => sitesIn(library, listNames(library)))
    .filter(({ directory }) => isDirectory(directory.slice(0, directory.lastIndexOf("/"))) && isDirectory(directory));
}

function sitesIn(library: string, names: readonly string[]): SiteDirectory[] {
  const found: SiteDirectory[] = [];
  for (const name of names) {
    if (name === "site-packages") found.push({ directory: `${library}/${name}`, python: null });
    const python = INTERPRETER.exec(name)?.[1];
    if (python === undefined) continue;
    found.push({ directory: `${library}/${name}/site-packages`, python });
    found.push({ directory: `${library}/${name}/dist-packages`, python });
  }
  return found;
}
