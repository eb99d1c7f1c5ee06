import { evidence, type Evidence } from "../model/evidence.ts";
import { join, relativeTo, type AbsolutePath } from "../model/path.ts";
import { read, readText, statusOrNothing } from "../system/files.ts";
import { namesWithin, sortNames, type SortedNames } from "./sorted-names.ts";

/**
 * Version control systems beside git. None of their programs is run: most of them run what a repository names, or write
 * to it. Mercurial's list of tracked files is read; of the others nothing is known, so what lies in one of their
 * working copies stays.
 */
export interface OtherHistory {
  readonly system: string;
  /** The directory that its working copy begins in. */
  readonly directory: AbsolutePath;
  /** Where the innermost repository of git begins, seen from there. */
  readonly git: "none" | "here" | "below";
}

interface Mark {
  readonly system: string;
  readonly name: string;
  readonly kind: "directory" | "file";
}

const MARKS: readonly Mark[] = [
  { system: "Mercurial", name: ".hg", kind: "directory" },
  { system: "Subversion", name: ".svn", kind: "directory" },
  { system: "Jujutsu", name: ".jj", kind: "directory" },
  { system: "Breezy", name: ".bzr", kind: "directory" },
  { system: "Darcs", name: "_darcs", kind: "directory" },
  { system: "Pijul", name: ".pijul", kind: "directory" },
  { system: "CVS", name: "CVS/Entries", kind: "file" },
  { system: "Fossil", name: ".fslckout", kind: "file" },
  { system: "Fossil", name: "_FOSSIL_", kind: "file" },
];

/** Working copies of other systems that begin in a directory. */
export function otherHistoriesAt(directory: AbsolutePath, holdsGit: boolean): OtherHistory[] {
  return MARKS.filter(({ name, kind }) => statusOrNothing(join(directory, name))?.kind === kind).map(({ system }) => ({
    system,
    directory,
    git: holdsGit ? "here" : "none",
  }));
}

/**
 * Whether one of them tracks a file of a place, or null where nothing speaks for it. What lies in a repository of git
 * inside of a working copy is that repository's affair, but for what the list of Mercurial says. `ignored`: what git
 * says, for Jujutsu tracks what git would.
 */
export function trackedElsewhere(
  place: AbsolutePath,
  others: readonly OtherHistory[],
  ignored: Evidence<"ignored">,
  tracked: TrackedByMercurial,
): Evidence<"tracked"> | null {
  let unknown: string | null = null;
  for (const { system, directory, git } of others) {
    const copy = `a ${system} working copy (${directory})`;
    if (system === "Mercurial") {
      const names = tracked(directory);
      const { count, first } = names === null ? NOTHING : namesWithin(names, relativeTo(place, directory));
      if (count > 0)
        return evidence("tracked", "yes", `Mercurial tracks files of it (${directory})`, first ? [first] : []);
      if (names === null && git !== "below") unknown ??= `it lies in ${copy} whose list of files cannot be read`;
    } else if (git === "none" || (git === "here" && !(system === "Jujutsu" && ignored.answer === "yes"))) {
      unknown ??= `it lies in ${copy}, and only git and Mercurial can be asked`;
    }
  }
  return unknown === null ? null : evidence("tracked", "unknown", unknown);
}

const NOTHING = { count: 0, first: null };

/** Why git can't speak for all work around a place, or null: another system is as near as git, or nearer. */
export function workElsewhere(others: readonly OtherHistory[]): string | null {
  const near = others.find(({ system, git }) => git === "none" || (git === "here" && system !== "Jujutsu"));
  return near ? `it lies in a ${near.system} working copy (${near.directory}), and only git is asked` : null;
}

/** The tracked files below a directory that holds `.hg`; null when they cannot be told. */
export type TrackedByMercurial = (directory: AbsolutePath) => SortedNames | null;

/** Reads each list once. */
export function trackedByMercurial(): TrackedByMercurial {
  const known = new Map<AbsolutePath, SortedNames | null>();
  return (directory) => {
    let names = known.get(directory);
    if (names === undefined) known.set(directory, (names = readDirstate(join(directory, ".hg"))));
    return names;
  };
}

/** What makes the list another one: a newer format, or extensions that keep files beside it. */
const OTHERWISE_LISTED = /^(dirstate-v2|dirstate-tree.*|treestate|treedirstate|largefiles|eden|exp-.*)$/m;
const LONGEST_DIRSTATE = 1024 * 1024 * 1024;
/** Two parents, of 20 bytes each. */
const HEAD_BYTES = 40;
/** A state, then mode, size, time and the length of the name, in four bytes each. */
const ENTRY_BYTES = 17;

/** Version 1 of the dirstate (Mercurial 7.2, `hg help internals.dirstate-v2` compares the two). */
function readDirstate(directory: AbsolutePath): SortedNames | null {
  try {
    const requirements = readText(join(directory, "requires"), 65_536);
    const shared = readText(join(directory, "store/requires"), 65_536) ?? "";
    if (requirements === undefined || OTHERWISE_LISTED.test(`${requirements}\n${shared}`)) return null;
    // A repository that nothing was ever added to has no list.
    if (statusOrNothing(join(directory, "dirstate")) === undefined) return sortNames([], false);
    const bytes = read(join(directory, "dirstate"), LONGEST_DIRSTATE);
    const names: string[] = [];
    let at = HEAD_BYTES;
    while (at < bytes.length) {
      const start = at + ENTRY_BYTES;
      const end = start + bytes.readUInt32BE(start - 4);
      if (end > bytes.length) return null;
      // Of a copied file the name of the first follows.
      names.push(bytes.toString("latin1", start, end).split("\0")[0]!);
      at = end;
    }
    return sortNames(names, false);
  } catch {
    // Unreadable or cut off: then it is not known.
    return null;
  }
}
