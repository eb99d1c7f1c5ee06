import { isObject, parseObject } from "../environments/direct-url.ts";
import { isWithin, join, nameOf, parentOf, type AbsolutePath } from "../model/path.ts";
import { codeOf, list, linkTarget, readText, realPath, statusOrNothing } from "../system/files.ts";
import { variable, type Host } from "../system/host.ts";
import { condaSettings } from "./condarc.ts";

/** The environments that may use a store of packages. */
export interface Prefixes {
  readonly found: readonly AbsolutePath[];
  /** Places that could not be looked at: there may be environments that are made of links into the store. */
  readonly unread: readonly AbsolutePath[];
}

/** A package as an environment records it in `conda-meta`. */
export interface InstalledPackage {
  /** The directory that it was linked from, as recorded. */
  readonly source: string | null;
  readonly isSoftlinked: boolean;
  readonly files: readonly string[];
}

const LONGEST_RECORD = 64 * 1024 * 1024;

/** Every environment that conda, mamba and rattler keep a note of, and those in the usual directories. */
export function condaPrefixes(host: Host, store: AbsolutePath): Prefixes {
  const unread: AbsolutePath[] = [];
  const listed = (directory: AbsolutePath): string[] => {
    try {
      return list(directory);
    } catch (error) {
      if (codeOf(error) !== "ENOENT" && codeOf(error) !== "ENOTDIR") unread.push(directory);
      return [];
    }
  };
  const root = parentOf(store);
  const mamba = variable(host, "MAMBA_ROOT_PREFIX");
  const separator = host.platform === "win32" ? ";" : ":";
  const ofVariables = ["CONDA_ENVS_PATH", "CONDA_ENVS_DIRS"].flatMap(
    (name) => variable(host, name)?.split(separator) ?? [],
  );
  const ofFiles = condaSettings(host, root, "envs_dirs").flatMap(({ values }) => values ?? []);
  const directories = [
    `${root}/envs`,
    `${host.home}/.conda/envs`,
    ...(mamba ? [`${mamba}/envs`] : []),
    ...ofVariables,
    ...ofFiles,
  ];
  const register = join(host.home, ".conda/environments.txt");
  const registered = readText(register);
  if (registered === undefined && statusOrNothing(register)) unread.push(register);
  const candidates = [
    root,
    ...(mamba ? [mamba] : []),
    variable(host, "CONDA_PREFIX") ?? "",
    ...(registered ?? "").split(/\r?\n/).map((line) => line.trim()),
    ...directories.flatMap((directory) => listed(directory as AbsolutePath).map((name) => `${directory}/${name}`)),
  ].filter((path) => path.startsWith("/") || /^[A-Za-z]:/.test(path)) as AbsolutePath[];
  const found = [...new Set(candidates.map(real))].filter((prefix) => listed(join(prefix, "conda-meta")).length > 0);
  return { found, unread: [...new Set(unread)] };
}

/** What an environment records. Records that cannot be read are left out. */
export function installedPackages(prefix: AbsolutePath): InstalledPackage[] {
  const records = join(prefix, "conda-meta");
  return list(records)
    .filter((name) => name.endsWith(".json"))
    .flatMap((name) => {
      const record = parseObject(readText(join(records, name), LONGEST_RECORD));
      return record ? [packageOf(record)] : [];
    });
}

function packageOf(record: Readonly<Record<string, unknown>>): InstalledPackage {
  const link = isObject(record["link"]) ? record["link"] : {};
  const source = [link["source"], record["extracted_package_dir"]].find((one) => typeof one === "string" && one !== "");
  const files = record["files"];
  return {
    source: typeof source === "string" ? source.replaceAll("\\", "/") : null,
    // conda writes the number of its kinds of link: 1 hard, 2 soft, 3 copy; mamba and older versions the word.
    isSoftlinked: link["type"] === 2 || link["type"] === "softlink" || link["type"] === "soft-link",
    files: Array.isArray(files) ? files.filter((file): file is string => typeof file === "string") : [],
  };
}

/** Is this installed package made of links into the store? Its first files are looked at as well as its record. */
export function isLinkedInto(prefix: AbsolutePath, one: InstalledPackage, store: AbsolutePath): boolean {
  const isFromStore = one.source !== null && isWithin(real(parentOf(one.source as AbsolutePath)), store);
  if (one.isSoftlinked && isFromStore) return true;
  return one.files.slice(0, 3).some((file) => {
    const target = linkTarget(join(prefix, file));
    return target !== undefined && target.startsWith("/") && isWithin(real(parentOf(target as AbsolutePath)), store);
  });
}

/** The package's own directory in the store, if it was installed from there. */
export function directoryIn(store: AbsolutePath, { source }: InstalledPackage): AbsolutePath | null {
  if (source === null) return null;
  return real(parentOf(source as AbsolutePath)) === store ? join(store, nameOf(source)) : null;
}

function real(path: AbsolutePath): AbsolutePath {
  try {
    return realPath(path);
  } catch {
    // Not there any more: compared as it is written.
    return path;
  }
}
