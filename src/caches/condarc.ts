import { join, type AbsolutePath } from "../model/path.ts";
import { readText } from "../system/files.ts";
import { variable, type Host } from "../system/host.ts";

/** A setting of conda and where it stands. */
export interface CondaSetting {
  readonly file: AbsolutePath;
  /** Undefined when it is written in a way that is not read here. */
  readonly values: readonly string[] | undefined;
}

/**
 * The lists that conda's configuration files give for a key. conda adds them all up, and the environment's as well.
 * Files in `condarc.d` are not read.
 */
export function condaSettings(host: Host, root: AbsolutePath, key: string): CondaSetting[] {
  return configurationFiles(host, root).flatMap((file) => {
    const text = readText(file, 1024 * 1024);
    if (text === undefined || !new RegExp(`^${key}\\s*:`, "m").test(text)) return [];
    return [{ file, values: listOf(text, key)?.map((value) => expanded(host, value)) }];
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
    directory ? [`${directory}/.condarc`, `${directory}/condarc`] : [],
  );
  const own = variable(host, "CONDARC");
  return [...new Set([...named, `${host.home}/.condarc`, ...(own ? [own] : [])])] as AbsolutePath[];
}

/** A YAML list of plain or quoted texts, in a block or in brackets. */
function listOf(text: string, key: string): string[] | undefined {
  const lines = text.split(/\r?\n/).map((line) => line.replace(/(^|\s)#.*$/, "").trimEnd());
  const at = lines.findIndex((line) => new RegExp(`^${key}\\s*:`).test(line));
  const rest = lines[at]!.slice(lines[at]!.indexOf(":") + 1).trim();
  const bracketed = /^\[(.*)\]$/.exec(rest);
  if (bracketed)
    return bracketed[1]!
      .split(",")
      .map(unquoted)
      .filter((value) => value !== "");
  if (rest !== "") return undefined;
  const values: string[] = [];
  for (const line of lines.slice(at + 1)) {
    const item = /^\s*-\s+(.+)$/.exec(line);
    if (item) values.push(unquoted(item[1]!));
    else if (line.trim() !== "") break;
  }
  return values;
}

function unquoted(text: string): string {
  return text.trim().replace(/^(["'])(.*)\1$/, "$2");
}

/** conda expands a leading `~` and variables. */
function expanded(host: Host, value: string): string {
  const filled = value.replace(/\$\{?(\w+)\}?/g, (whole, name: string) => variable(host, name) ?? whole);
  return /^~(?=\/|$)/.test(filled) ? join(host.home, filled.slice(2)) : filled;
}
