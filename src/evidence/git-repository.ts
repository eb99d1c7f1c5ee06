import type { AbsolutePath } from "../model/path.ts";
import { join } from "../model/path.ts";
import { decode, list, read, statusOrNothing } from "../system/files.ts";
import { ask, canSwitchOff, type Git } from "./git-program.ts";
import { sortNames, splitNames, type SortedNames } from "./sorted-names.ts";

/** What git said of one repository, before anybody asks about a finding. */
export type Repository =
  | { readonly kind: "read"; readonly root: AbsolutePath; readonly settings: Settings; readonly tracked: SortedNames }
  /** It has no work tree, so nothing around it is tracked by it. */
  | { readonly kind: "bare" }
  | { readonly kind: "unreadable"; readonly reason: string };

export interface Settings {
  readonly ignoreCase: boolean;
  /** Names of content filters, from every configuration file that git reads. */
  readonly filters: readonly string[];
  readonly hasRemote: boolean;
}

/** Reads a repository by the directory that holds its `.git`, and checks that git means the same one. */
export async function readRepository(git: Git, root: AbsolutePath): Promise<Repository> {
  const place = await ask(git, root, [
    "rev-parse",
    "--is-bare-repository",
    "--is-inside-work-tree",
    "--show-cdup",
    "--absolute-git-dir",
  ]);
  if (!place.ok) return unreadable(place.reason);
  const said = /^(true|false)\n(true|false)\n(?:(\.[./]*)?\n)?(\/.*)\n$/s.exec(decode(place.stdout));
  if (!said) return unreadable("git did not say where the repository begins");
  const [, bare, inWorkTree, upwards, directory] = said;
  if (bare === "true") {
    const hasIndex = statusOrNothing(`${directory}/index` as AbsolutePath) !== undefined;
    return hasIndex ? unreadable("the repository is called bare but has an index") : { kind: "bare" };
  }
  if (upwards) return unreadable("its .git is not a repository to git");
  if (inWorkTree !== "true") return unreadable("the repository's work tree is elsewhere (core.worktree)");
  if (hasSplitIndex(directory as AbsolutePath)) {
    return unreadable("its index is split, and git touches the shared part when it reads it");
  }
  const settings = await readSettings(git, root);
  if ("reason" in settings) return unreadable(settings.reason);
  return readTracked(git, root, settings);
}

async function readTracked(git: Git, root: AbsolutePath, settings: Settings): Promise<Repository> {
  const listed = await ask(git, root, ["ls-files", "-z"]);
  if (!listed.ok) return unreadable(listed.reason);
  let names = splitNames(listed.stdout);
  if (names.length === 0 && (await hasCommit(git, root))) {
    // An index that is missing or emptied: what the last commit holds counts.
    const committed = await ask(git, root, ["ls-tree", "-r", "-z", "--name-only", "--full-tree", "HEAD"]);
    if (!committed.ok) return unreadable(committed.reason);
    names = splitNames(committed.stdout);
  }
  return { kind: "read", root, settings, tracked: sortNames(names, settings.ignoreCase) };
}

/** True when HEAD names a commit; false in a repository that has none yet. */
export async function hasCommit(git: Git, root: AbsolutePath): Promise<boolean> {
  const head = await ask(git, root, ["rev-parse", "--quiet", "--verify", "HEAD"]);
  return head.ok && head.code === 0;
}

async function readSettings(git: Git, root: AbsolutePath): Promise<Settings | { readonly reason: string }> {
  const listed = await ask(git, root, ["config", "--list", "-z"]);
  if (!listed.ok || listed.code !== 0) return { reason: listed.ok ? "git has no configuration" : listed.reason };
  const filters = new Set<string>();
  let ignoreCase = false;
  let hasRemote = false;
  for (const setting of listed.stdout.toString("utf8").split("\0")) {
    const [name = "", value] = splitOnce(setting, "\n");
    const filter = /^filter\.(.*)\.(?:clean|smudge|process|required)$/s.exec(name)?.[1];
    if (filter !== undefined) filters.add(filter);
    if (name === "core.ignorecase") ignoreCase = !/^(false|no|off|0|)$/i.test(value ?? "true");
    if (/^remote\..*\.url$/s.test(name)) hasRemote = true;
  }
  return { ignoreCase, filters: [...filters], hasRemote };
}

/** Why modified files cannot be asked for without running a filter, or null. */
export function filterTrouble(settings: Settings): string | null {
  const name = settings.filters.find((filter) => !canSwitchOff(filter));
  return name === undefined ? null : `the content filter "${name}" cannot be switched off`;
}

/** Reading a split index moves the time stamp of its shared part (git 2.39): that would be writing. */
function hasSplitIndex(gitDirectory: AbsolutePath): boolean {
  try {
    const shared = list(gitDirectory).filter((name) => /^sharedindex\.[0-9a-f]+$/.test(name));
    if (shared.length === 0) return false;
    const index = read(join(gitDirectory, "index"), 1024 * 1024 * 1024);
    return shared.some((name) => index.includes(Buffer.from(name.slice("sharedindex.".length), "hex")));
  } catch {
    // Cannot be told, so it is treated as one: then git isn't asked.
    return true;
  }
}

function splitOnce(text: string, separator: string): [string, string?] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + separator.length)];
}

function unreadable(reason: string): Repository {
  return { kind: "unreadable", reason };
}
