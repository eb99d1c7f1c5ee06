import type { AbsolutePath } from "../model/path.ts";
import { read } from "../system/files.ts";

export interface NameAndVersion {
  readonly name: string;
  readonly version: string;
}

const USUAL_HEAD = 1024;
const LONGEST_HEAD = 65_536;

/**
 * Name and version from the head of a `METADATA` or `PKG-INFO` file. Undefined when the file cannot be read or either
 * is missing or malformed. The description, which may be long, is not read.
 */
export function readNameAndVersion(path: AbsolutePath): NameAndVersion | undefined {
  try {
    const head = read(path, USUAL_HEAD);
    const found = parseNameAndVersion(head.toString("latin1"));
    return found || head.length < USUAL_HEAD ? found : parseNameAndVersion(read(path, LONGEST_HEAD).toString("latin1"));
  } catch {
    // Unreadable: the distribution counts as one that cannot be restored.
    return undefined;
  }
}

const NAME = /^name:[ \t]*([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)[ \t]*\r?$/im;
const VERSION = /^version:[ \t]*([A-Za-z0-9][A-Za-z0-9.!+_-]*)[ \t]*\r?$/im;

/** Reads the headers up to the first blank line. */
export function parseNameAndVersion(text: string): NameAndVersion | undefined {
  const blank = /\r?\n\r?\n/.exec(text);
  // A last line without its end may be cut off.
  const head = blank ? text.slice(0, blank.index + 1) : text.slice(0, text.lastIndexOf("\n") + 1);
  const name = NAME.exec(head)?.[1];
  const version = VERSION.exec(head)?.[1];
  return name !== undefined && version !== undefined ? { name, version } : undefined;
}

/** Name and version from a directory name such as `foo_bar-1.2.3.dist-info` or `foo-1.0-py3.11.egg-info`. */
export function fromDirectoryName(directoryName: string): NameAndVersion {
  const stem = directoryName.replace(/\.(?:dist-info|egg-info|egg-link|egg)$/, "");
  const [name = stem, version = ""] = stem.replace(/-py\d+(?:\.\d+)*(?:-.*)?$/, "").split("-");
  return { name: name || stem, version };
}

/** One spelling for a project's name (PEP 503). */
export function normaliseName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, "-");
}
