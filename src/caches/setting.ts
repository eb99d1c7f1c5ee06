import { parse } from "smol-toml";

/** Which key, and how its file is written. */
export interface SettingKey {
  readonly format: "ini" | "toml";
  /** Empty for keys at the top of a TOML file. */
  readonly section: string;
  readonly key: string;
}

/** The value of one key in a configuration file, a text; undefined when it is not there, or the file can't be read. */
export function readSetting(text: string, { format, section, key }: SettingKey): string | undefined {
  const value = format === "ini" ? iniValue(text, section, key) : tableIn(text, section)?.[key];
  return typeof value === "string" ? value : undefined;
}

/** Is there a section of this name in a TOML file? Every file has the one without a name. */
export function hasSection(text: string, section: string): boolean {
  return section === "" || tableIn(text, section) !== undefined;
}

type Table = Readonly<Record<string, unknown>>;

function tableIn(text: string, section: string): Table | undefined {
  let found: unknown;
  try {
    found = parse(withoutMark(text));
  } catch {
    // No TOML: the tool does not read it either.
    return undefined;
  }
  for (const name of section === "" ? [] : section.split(".")) found = isTable(found) ? found[name] : undefined;
  return isTable(found) ? found : undefined;
}

function isTable(value: unknown): value is Table {
  return Object.prototype.toString.call(value) === "[object Object]";
}

/**
 * Python's configparser: sections, `=` or `:`, comments only on lines of their own, a key in any case. A value that runs
 * over several lines is not read.
 */
function iniValue(text: string, section: string, key: string): string | undefined {
  let current = "";
  let found: string | undefined;
  for (const line of withoutMark(text).split(/\r?\n/)) {
    const head = /^\s*\[([^[\]]+)\]\s*(?:[#;].*)?$/.exec(line);
    const pair = /^([^=:#;\s][^=:]*?)\s*[=:]\s*(.*?)\s*$/.exec(line);
    if (head) current = head[1]!.trim();
    else if (current === section && pair && normalise(pair[1]!) === normalise(key)) found = pair[2]!;
  }
  return found;
}

function withoutMark(text: string): string {
  return text.replace(/^\uFEFF/, "");
}

function normalise(key: string): string {
  return key.toLowerCase().replaceAll("_", "-");
}
