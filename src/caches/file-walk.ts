import { join, type AbsolutePath } from "../model/path.ts";
import type { Problem } from "../model/finding.ts";
import { codeOf, listEntries, statusOrNothing, type Status } from "../system/files.ts";

export interface WalkedEntry {
  readonly name: string;
  readonly path: AbsolutePath;
  readonly status: Status;
}

/**
 * Every file and link below a directory, links never followed, in the order of their paths. `mayEnter` says which
 * directories are looked into. What cannot be listed is told to `onProblem`.
 */
export function* filesBelow(
  directory: AbsolutePath,
  onProblem: (problem: Problem) => void,
  mayEnter: (path: AbsolutePath, depth: number) => boolean = () => true,
): Generator<WalkedEntry> {
  const stack: { readonly path: AbsolutePath; readonly depth: number }[] = [{ path: directory, depth: 0 }];
  for (let next = stack.pop(); next; next = stack.pop()) {
    const below: typeof stack = [];
    for (const { name } of listed(next.path, onProblem)) {
      const path = join(next.path, name);
      const status = statusOrNothing(path);
      if (status?.kind === "directory") {
        if (mayEnter(path, next.depth + 1)) below.push({ path, depth: next.depth + 1 });
      } else if (status) yield { name, path, status };
    }
    stack.push(...below.toReversed());
  }
}

function listed(directory: AbsolutePath, onProblem: (problem: Problem) => void): { readonly name: string }[] {
  try {
    return listEntries(directory).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    if (codeOf(error) !== "ENOENT") onProblem({ path: directory, code: codeOf(error), message: "could not be listed" });
    return [];
  }
}
