import { plural } from "../model/count.ts";
import { evidence, type Evidence } from "../model/evidence.ts";
import { relativeTo, type AbsolutePath } from "../model/path.ts";
import { ask, type Git } from "./git-program.ts";
import { filterTrouble, hasCommit, type Repository } from "./git-repository.ts";
import { readable, sortNames, splitNames, type SortedNames } from "./sorted-names.ts";

type ReadRepository = Extract<Repository, { kind: "read" }>;

/** Work in a repository that exists nowhere else. */
export interface Work {
  readonly uncommitted: Evidence<"uncommitted">;
  readonly unpushed: Evidence<"unpushed">;
  readonly stashed: Evidence<"stashed">;
  /** What git would add. */
  readonly others: SortedNames;
  /** Why that may not be all, or null. */
  readonly othersTrouble: string | null;
}

const SHOWN = 5;

/**
 * Asks for work that is not committed, pushed or stored elsewhere.
 *
 * `uncommitted` counts staged and modified files, and new ones that git doesn't ignore and that don't lie in
 * `disposable`. A file whose content filter (LFS, say) was needed to see that it is unchanged counts as modified,
 * since filters are not run. `unpushed` counts commits of local branches and of HEAD that no remote-tracking branch
 * has; without any remote that is every commit.
 */
export async function readWork(
  git: Git,
  repository: ReadRepository,
  disposable: Iterable<AbsolutePath>,
): Promise<Work> {
  const { root } = repository;
  const born = await hasCommit(git, root);
  const [changed, staged, unpushed, stashed] = await Promise.all([
    readChanged(git, repository),
    readStaged(git, repository, born),
    readUnpushed(git, repository, born),
    readStashed(git, root),
  ]);
  const known = "unknown" in changed ? { others: [], nested: [], trouble: changed.unknown } : changed;
  return {
    uncommitted: judgeUncommitted(root, changed, staged, disposable),
    unpushed,
    stashed,
    others: sortNames([...known.others, ...known.nested], repository.settings.ignoreCase),
    othersTrouble: known.trouble,
  };
}

interface Changed {
  readonly modified: readonly string[];
  readonly others: readonly string[];
  /** Repositories in the work tree that are no submodules; they answer for themselves. */
  readonly nested: readonly string[];
  /** What git could not look into, or null. */
  readonly trouble: string | null;
}

type Unknown = { readonly unknown: string };

async function readChanged(git: Git, { root, settings }: ReadRepository): Promise<Changed | Unknown> {
  const trouble = filterTrouble(settings);
  if (trouble !== null) return { unknown: trouble };
  const command = ["ls-files", "-z", "-t", "--modified", "--deleted", "--others", "--exclude-standard"];
  const listed = await ask(git, root, command, settings.filters);
  if (!listed.ok) return { unknown: listed.reason };
  const modified = new Set<string>();
  const others: string[] = [];
  const nested: string[] = [];
  for (const line of splitNames(listed.stdout)) {
    const name = line.slice(2);
    if (line[0] !== "?") modified.add(name);
    else if (name.endsWith("/")) nested.push(name.slice(0, -1));
    else others.push(name);
  }
  const warning = listed.stderr.split("\n")[0]!.replace(/^warning: /, "");
  return { modified: [...modified], others, nested, trouble: warning === "" ? null : `git says: ${warning}` };
}

async function readStaged(git: Git, { root, tracked }: ReadRepository, born: boolean): Promise<string[] | Unknown> {
  if (!born) return [...tracked.names];
  const command = ["diff-index", "--cached", "--name-only", "-z", "--no-ext-diff", "--no-textconv", "HEAD", "--"];
  const listed = await ask(git, root, command);
  return listed.ok ? splitNames(listed.stdout) : { unknown: listed.reason };
}

function judgeUncommitted(
  root: AbsolutePath,
  changed: Changed | Unknown,
  staged: readonly string[] | Unknown,
  disposable: Iterable<AbsolutePath>,
): Evidence<"uncommitted"> {
  const places = new Set<string>();
  for (const place of disposable) places.add(relativeTo(place, root));
  const listed = "unknown" in changed ? { modified: [], others: [] } : changed;
  const added = listed.others.map(readable).filter((name) => !liesInOneOf(name, places));
  const known = "unknown" in staged ? [] : staged;
  const parts = [count(known.length, "staged"), count(listed.modified.length, "modified"), count(added.length, "new")];
  const text = parts.filter((part) => part !== null).join(", ");
  const names = [...known.map(readable), ...listed.modified.map(readable), ...added];
  if (text !== "") return evidence("uncommitted", "yes", `uncommitted changes: ${text}`, shorten(names));
  if ("unknown" in staged) return evidence("uncommitted", "unknown", staged.unknown);
  if ("unknown" in changed) return evidence("uncommitted", "unknown", changed.unknown);
  if (changed.trouble !== null) return evidence("uncommitted", "unknown", changed.trouble);
  return evidence("uncommitted", "no", "everything is committed");
}

function liesInOneOf(name: string, places: ReadonlySet<string>): boolean {
  if (places.size === 0) return false;
  for (let end = name.length; end > 0; end = name.lastIndexOf("/", end - 1)) {
    if (places.has(name.slice(0, end))) return true;
  }
  return false;
}

async function readUnpushed(git: Git, repository: ReadRepository, born: boolean): Promise<Evidence<"unpushed">> {
  const command = ["rev-list", "--count", ...(born ? ["HEAD"] : []), "--branches", "--not", "--remotes"];
  const counted = await ask(git, repository.root, command);
  const text = counted.ok && counted.code === 0 ? counted.stdout.toString("utf8").trim() : "";
  if (!/^\d+$/.test(text)) {
    return evidence("unpushed", "unknown", counted.ok ? "git did not count the commits" : counted.reason);
  }
  const commits = Number(text);
  if (commits === 0) return evidence("unpushed", "no", born ? "every commit is on a remote" : "there are no commits");
  if (!repository.settings.hasRemote) {
    return evidence("unpushed", "yes", `no remote: ${plural(commits, "commit")} only here`);
  }
  return evidence("unpushed", "yes", `${plural(commits, "commit")} not pushed`);
}

async function readStashed(git: Git, root: AbsolutePath): Promise<Evidence<"stashed">> {
  const stash = await ask(git, root, ["rev-parse", "--quiet", "--verify", "refs/stash"]);
  if (!stash.ok) return evidence("stashed", "unknown", stash.reason);
  if (stash.code === 1) return evidence("stashed", "no", "nothing is stashed");
  const listed = await ask(git, root, ["rev-list", "-g", "refs/stash", "--"]);
  const stashes = listed.ok ? Math.max(1, listed.stdout.toString("utf8").split("\n").length - 1) : 1;
  return evidence("stashed", "yes", stashes === 1 ? "1 stash" : `${stashes} stashes`);
}

function count(number: number, kind: string): string | null {
  return number === 0 ? null : `${number} ${kind}`;
}

function shorten(names: readonly string[]): string[] {
  const distinct = [...new Set(names)];
  if (distinct.length <= SHOWN) return distinct;
  return [...distinct.slice(0, SHOWN), `and ${distinct.length - SHOWN} more`];
}
