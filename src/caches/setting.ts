/** Which key, and how its file is written. */
export interface SettingKey {
  readonly format: "ini" | "toml";
  /** Empty for keys at the top of a TOML file. */
  readonly section: string;
  readonly key: string;
}

/**
 * The value of one key in a configuration file; undefined when it is not there. Reads what these files hold in
 * practice: sections, one key and its value per line. A value that runs over several lines is not read.
 */
export function readSetting(text: string, { format, section, key }: SettingKey): string | undefined {
  let current = "";
  let found: string | undefined;
  for (const line of text.replace(/^\uFEFF/, "").split(/\r?\n/)) {
    const head = /^\s*\[([^[\]]+)\]\s*(?:[#;].*)?$/.exec(line);
    if (head) current = head[1]!.trim();
    else if (current === section) found = valueIn(line, format, key) ?? found;
  }
  return found;
}

/** Is there a section of this name, or one below it? Every file has the one without a name. */
export function hasSection(text: string, section: string): boolean {
  const name = section.replaceAll(".", "\\.");
  return section === "" || new RegExp(`^\\s*\\[+\\s*${name}\\s*[.\\]]`, "m").test(text);
}

function valueIn(line: string, format: SettingKey["format"], key: string): string | undefined {
  if (format === "ini") {
    // Python's configparser: `=` or `:`, comments only on lines of their own, a key in any case.
    const match = /^([^=:#;\s][^=:]*?)\s*[=:]\s*(.*?)\s*$/.exec(line);
    return match && normalise(match[1]!) === normalise(key) ? match[2]! : undefined;
  }
  const match = /^\s*(?:"([^"]+)"|'([^']+)'|([\w-]+))\s*=\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)')\s*(?:#.*)?$/.exec(line);
  if (!match || (match[1] ?? match[2] ?? match[3]) !== key) return undefined;
  return match[5] ?? unescape(match[4]!);
}

function normalise(key: string): string {
  return key.toLowerCase().replaceAll("_", "-");
}

function unescape(text: string): string {
  const known: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r" };
  return text.replace(/\\(.)/g, (_, character: string) => known[character] ?? character);
}
