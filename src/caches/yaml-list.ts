/**
 * A YAML list of plain or quoted texts below a key at the top, in a block or in brackets. Undefined when the key is not
 * there; null when it is written in a way that is not read here.
 */
export function yamlList(text: string, key: string): readonly string[] | null | undefined {
  const isKey = new RegExp(`^${key}\\s*:`);
  const lines = text.split(/\r?\n/).map((line) => line.replace(/(^|\s)#.*$/, "").trimEnd());
  const at = lines.findIndex((line) => isKey.test(line));
  if (at < 0) return undefined;
  const rest = lines[at]!.slice(lines[at]!.indexOf(":") + 1).trim();
  const bracketed = /^\[(.*)\]$/.exec(rest);
  if (bracketed) {
    const values = bracketed[1]!.split(",").map(unquoted);
    return values.filter((value) => value !== "");
  }
  if (rest !== "") return null;
  const found: string[] = [];
  for (const line of lines.slice(at + 1)) {
    const item = /^\s*-\s+(.+)$/.exec(line);
    if (item) found.push(unquoted(item[1]!));
    else if (line.trim() !== "") break;
  }
  return found;
}

function unquoted(text: string): string {
  return text.trim().replace(/^(["'])(.*)\1$/, "$2");
}
