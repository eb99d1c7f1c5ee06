import { join, nameOf, type AbsolutePath } from "../model/path.ts";
import { readText } from "../system/files.ts";
import { variable, type Host } from "../system/host.ts";
import { namesIn } from "../system/visible.ts";
import { withVariables } from "./place-text.ts";
import { yamlList } from "./yaml-list.ts";

/** A setting of conda and where it stands. */
export interface CondaSetting {
  readonly file: AbsolutePath;
  /** Undefined when it is written in a way that is not read here. */
  readonly values: readonly string[] | undefined;
}

/**
 * The lists that conda's configuration files give for a key. conda adds them all up, and the environment's as well.
 */
export function condaSettings(host: Host, root: AbsolutePath, key: string): CondaSetting[] {
  const files = configurationFiles(host, root).flatMap((path) => condarcParts(path) ?? [path]);
  return files.flatMap((file) => {
    const values = yamlList(readText(file, 1024 * 1024) ?? "", key);
    return values === undefined ? [] : [{ file, values: values?.map((value) => expanded(host, value)) }];
  });
}

function configurationFiles(host: Host, root: AbsolutePath): AbsolutePath[] {
  const configuration = variable(host, "XDG_CONFIG_HOME");
  const prefix = variable(host, "CONDA_PREFIX");
  const system = host.platform === "win32" ? ["C:/ProgramData/conda"] : ["/etc/conda", "/var/lib/conda"];
  const directories = [
    ...system,
    root,
    configuration && `${configuration}/conda`,
    `${host.home}/.config/conda`,
    `${host.home}/.conda`,
    prefix,
  ];
  const named = directories.flatMap((directory) =>
    directory ? [`${directory}/.condarc`, `${directory}/condarc`, `${directory}/condarc.d`] : [],
  );
  const own = variable(host, "CONDARC");
  return [...new Set([...named, `${host.home}/.condarc`, ...(own ? [own] : [])])] as AbsolutePath[];
}

/** The files of a directory `condarc.d`, by name; conda reads those that are called YAML. Null for any other path. */
export function condarcParts(
  path: AbsolutePath,
  names: (directory: AbsolutePath) => readonly string[] = namesIn,
): readonly AbsolutePath[] | null {
  if (nameOf(path) !== "condarc.d") return null;
  const parts = names(path).filter((name) => /\.ya?ml$/.test(name));
  return parts.toSorted().map((name) => join(path, name));
}

/** conda expands a leading `~` and variables. */
function expanded(host: Host, value: string): string {
  const filled = withVariables(host, value);
  return /^~(?=\/|$)/.test(filled) ? join(host.home, filled.slice(2)) : filled;
}
