import { join, nameOf, parentOf, type AbsolutePath } from "../model/path.ts";
import { otherHistoriesAt, type OtherHistory } from "./other-histories.ts";
import { codeOf, listEntries, statusOrNothing, status } from "../system/files.ts";

/** The repositories whose work tree a directory lies in. */
export interface Enclosing {
  /** Directories that hold a `.git`, the innermost first. */
  readonly repositories: readonly AbsolutePath[];
  /** Working copies of other systems, the innermost first. */
  readonly others: readonly OtherHistory[];
  /** Why that may not be all, or null. */
  readonly trouble: string | null;
}

/** Looks upwards to the root of the file tree, across mounts too; remembers what it saw for the next question. */
export function enclosingRepositories(): (directory: AbsolutePath) => Enclosing {
  const seen = new Map<AbsolutePath, Enclosing>();
  const look = (directory: AbsolutePath): Enclosing => {
    const known = seen.get(directory);
    if (known) return known;
    const parent = parentOf(directory);
    const above = parent === directory ? { repositories: [], others: [], trouble: null } : look(parent);
    const found = lookAt(directory, above);
    seen.set(directory, found);
    return found;
  };
  return look;
}

function lookAt(directory: AbsolutePath, above: Enclosing): Enclosing {
  if (nameOf(directory) === ".git" || isGitDirectory(directory)) {
    return { ...above, trouble: `it lies in a git directory (${directory})` };
  }
  try {
    const holdsGit = status(join(directory, ".git")) !== undefined && !isMarker(directory);
    const here = otherHistoriesAt(directory, holdsGit);
    if (!holdsGit) return here.length === 0 ? above : { ...above, others: [...here, ...above.others] };
    const others = [...here, ...above.others.map((other) => ({ ...other, git: "below" as const }))];
    return { ...above, repositories: [directory, ...above.repositories], others };
  } catch (error) {
    const code = codeOf(error);
    if (code === "ENOTDIR") return above;
    return { ...above, trouble: `${directory} could not be read (${code})` };
  }
}

/**
 * uv puts an empty file `.git` into its cache, so that builds there don't look upwards (uv 0.13, `sdists-v10/.git`).
 * Only beside the tag of a cache is it believed to be that; elsewhere it may be the wreck of a worktree.
 */
function isMarker(directory: AbsolutePath): boolean {
  const place = statusOrNothing(join(directory, ".git"));
  if (place?.kind !== "file" || place.size !== 0) return false;
  return [directory, parentOf(directory)].some(
    (above) => statusOrNothing(join(above, "CACHEDIR.TAG"))?.kind === "file",
  );
}

/** The shape of a bare repository or of a `.git` under another name. */
function isGitDirectory(directory: AbsolutePath): boolean {
  return (
    statusOrNothing(join(directory, "HEAD")) !== undefined &&
    statusOrNothing(join(directory, "objects"))?.kind === "directory" &&
    statusOrNothing(join(directory, "refs"))?.kind === "directory"
  );
}

/** What lies in a finding and has a history of its own. */
export interface Inside {
  /** `checkout` has a `.git` in it; `bare` is git's own directory; `other` is Mercurial, Subversion and the like. */
  readonly kind: "checkout" | "bare" | "other";
  readonly path: AbsolutePath;
}

export interface InsideResult {
  readonly found: readonly Inside[];
  /** Why that may not be all, or null. */
  readonly trouble: string | null;
}

const OTHER_HISTORIES: ReadonlySet<string> = new Set([".hg", ".svn", ".bzr", ".jj", "_darcs", "CVS"]);
const ENTRY_LIMIT = 2_000_000;

/** Searches a finding for repositories; follows no link, stops after two million entries. */
export function repositoriesInside(place: AbsolutePath, entryLimit = ENTRY_LIMIT): InsideResult {
  const found: Inside[] = [];
  let trouble: string | null = null;
  let entries = 0;
  const waiting: AbsolutePath[] = statusOrNothing(place)?.kind === "directory" ? [place] : [];
  for (let directory = waiting.pop(); directory !== undefined; directory = waiting.pop()) {
    if (entries > entryLimit) return { found, trouble: `it has more than ${entryLimit} entries` };
    try {
      const names = new Set<string>();
      for (const { name, kind } of listEntries(directory)) {
        entries++;
        names.add(name);
        if (name === ".git" || OTHER_HISTORIES.has(name)) continue;
        if (kind === "directory") waiting.push(join(directory, name));
      }
      found.push(...historiesAmong(directory, names));
    } catch (error) {
      if (codeOf(error) !== "ENOENT") trouble ??= `${directory} could not be read (${codeOf(error)})`;
    }
  }
  return { found, trouble };
}

function historiesAmong(directory: AbsolutePath, names: ReadonlySet<string>): Inside[] {
  if (names.has(".git")) return isMarker(directory) ? [] : [{ kind: "checkout", path: directory }];
  if (names.has("HEAD") && names.has("objects") && names.has("refs")) {
    return isGitDirectory(directory) ? [{ kind: "bare", path: directory }] : [];
  }
  const other = [...OTHER_HISTORIES].some((name) => names.has(name) && isDirectory(join(directory, name)));
  return other ? [{ kind: "other", path: directory }] : [];
}

function isDirectory(path: AbsolutePath): boolean {
  return statusOrNothing(path)?.kind === "directory";
}
