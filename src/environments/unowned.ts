import { plural } from "../model/count.ts";

/** Files that belong to no package: how many, and the few that are named. */
export interface UnownedFiles {
  readonly count: number;
  /** The shallowest ones first, then by name. */
  readonly examples: readonly string[];
}

export const NAMED_EXAMPLES = 3;

export const NO_UNOWNED_FILES: UnownedFiles = { count: 0, examples: [] };

/** `path` is relative to the environment. */
export function withUnowned(files: UnownedFiles, path: string): UnownedFiles {
  const last = files.examples[NAMED_EXAMPLES - 1];
  if (last !== undefined && compare(path, last) >= 0) return { count: files.count + 1, examples: files.examples };
  return { count: files.count + 1, examples: [...files.examples, path].sort(compare).slice(0, NAMED_EXAMPLES) };
}

/** `14 files belong to no package: notes.txt, lib/mine.py, …`; undefined when there are none. */
export function describeUnowned(files: UnownedFiles): string | undefined {
  if (files.count === 0) return undefined;
  return `${plural(files.count, "file")} ${files.count === 1 ? "belongs" : "belong"} to no package: ${nameSome(files.examples, files.count)}`;
}

/** `2 files have been changed since they were installed: lib/mine.py, …`; undefined when there are none. */
export function describeChanged(files: UnownedFiles): string | undefined {
  if (files.count === 0) return undefined;
  const what = files.count === 1 ? "has been changed since it was" : "have been changed since they were";
  return `${plural(files.count, "file")} ${what} installed: ${nameSome(files.examples, files.count)}`;
}

/** At most three names, and `…` when there are more. */
export function nameSome(names: readonly string[], count = names.length): string {
  return [...names.slice(0, NAMED_EXAMPLES), ...(count > NAMED_EXAMPLES ? ["…"] : [])].join(", ");
}

function compare(a: string, b: string): number {
  return depth(a) - depth(b) || (a < b ? -1 : a > b ? 1 : 0);
}

function depth(path: string): number {
  let slashes = 0;
  for (let at = path.indexOf("/"); at >= 0; at = path.indexOf("/", at + 1)) slashes++;
  return slashes;
}
