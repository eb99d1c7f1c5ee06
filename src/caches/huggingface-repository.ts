import type { Problem } from "../model/finding.ts";
import { isWithin, join, nameOf, parentOf, type AbsolutePath } from "../model/path.ts";
import { linkTarget, list, readText, statusOrNothing, type Status } from "../system/files.ts";
import { filesBelow } from "./file-walk.ts";

/** A repository as the hub's own library lays it out: `models--owner--name/{blobs,refs,snapshots}`. */
export interface Repository {
  /** `model/owner/name`, as `hf cache ls` writes it. */
  readonly name: string;
  readonly path: AbsolutePath;
  readonly revisions: readonly Revision[];
  /** Downloads that did not end. */
  readonly incomplete: readonly Download[];
  /** Why the library itself takes it for damaged and leaves it alone. */
  readonly damage: string | null;
}

export interface Revision {
  readonly commit: string;
  readonly path: AbsolutePath;
  /** Branches, tags and pull requests that point to it; none means detached. */
  readonly refs: readonly string[];
  /** By their place in the repository. A file that lies in the snapshot itself (Windows) is its own blob. */
  readonly blobs: ReadonlyMap<AbsolutePath, Blob>;
  /** Links that lead out of the repository; removing the revision would remove what they name. */
  readonly strayLinks: readonly AbsolutePath[];
}

export interface Blob {
  readonly path: AbsolutePath;
  readonly status: Status;
  /** The file behind it in the store that repositories share; null when the blob is a file itself. */
  readonly shared: AbsolutePath | null;
}

export interface Download {
  readonly path: AbsolutePath;
  readonly status: Status;
}

const TYPES: Readonly<Record<string, string>> = {
  models: "model",
  datasets: "dataset",
  spaces: "space",
  kernels: "kernel",
};
/** Names that the library skips everywhere. */
const OF_THE_DESKTOP = new Set([".DS_Store", "Thumbs.db", "desktop.ini"]);

/** True for a name that may be a repository's. */
export function isRepositoryName(name: string): boolean {
  return /^(models|datasets|spaces|kernels)--./.test(name);
}

/** Reads one repository. The directory is no link. Never throws. */
export function readRepository(path: AbsolutePath, onProblem: (problem: Problem) => void): Repository {
  const [type = "", ...id] = nameOf(path).split("--");
  const incomplete = downloadsIn(join(path, "blobs"));
  const base = { name: `${TYPES[type]}/${id.join("/")}`, path, incomplete };
  const commits = namesIn(join(path, "snapshots"));
  if (!commits) return { ...base, revisions: [], damage: "it has no snapshots" };
  const refs = readRefs(join(path, "refs"), onProblem);
  const revisions = commits.map((commit) => readRevision(path, commit, refs.get(commit) ?? [], onProblem));
  return { ...base, revisions: revisions.map(({ revision }) => revision), damage: damageOf(refs, commits, revisions) };
}

function damageOf(
  refs: ReadonlyMap<string, readonly string[]>,
  commits: readonly string[],
  revisions: readonly { readonly damage: string | null }[],
): string | null {
  const astray = [...refs].find(([commit]) => !commits.includes(commit));
  if (astray) return `${astray[1].join(", ")} points to a revision that is not there`;
  return revisions.find(({ damage }) => damage !== null)?.damage ?? null;
}

/** The branches and tags by the commit they point to. */
function readRefs(directory: AbsolutePath, onProblem: (problem: Problem) => void): Map<string, string[]> {
  const refs = new Map<string, string[]>();
  if (statusOrNothing(directory)?.kind !== "directory") return refs;
  for (const { name, path } of filesBelow(directory, onProblem)) {
    if (OF_THE_DESKTOP.has(name)) continue;
    // What cannot be read points to a revision that is not there: the repository counts as damaged and is left.
    const commit = readText(path, 4096) ?? "";
    refs.set(commit, [...(refs.get(commit) ?? []), path.slice(directory.length + 1)]);
  }
  return refs;
}

function readRevision(
  repository: AbsolutePath,
  commit: string,
  refs: readonly string[],
  onProblem: (problem: Problem) => void,
): { readonly revision: Revision; readonly damage: string | null } {
  const path = join(join(repository, "snapshots"), commit);
  const blobs = new Map<AbsolutePath, Blob>();
  const strayLinks: AbsolutePath[] = [];
  let damage: string | null = null;
  if (statusOrNothing(path)?.kind !== "directory") {
    if (statusOrNothing(path)?.kind === "link") strayLinks.push(path);
    return { revision: { commit, path, refs, blobs, strayLinks }, damage: `${commit} is no directory` };
  }
  for (const { path: file, status } of filesBelow(path, onProblem)) {
    if (status.kind !== "link") {
      blobs.set(file, { path: file, status, shared: null });
      continue;
    }
    const target = targetOf(file);
    const isOwn = target !== undefined && parentOf(target) === join(repository, "blobs");
    if (!isOwn) strayLinks.push(file);
    else if (!blobs.has(target)) {
      const blob = blobAt(target, parentOf(repository));
      if (blob === "stray") strayLinks.push(file);
      else if (blob) blobs.set(target, blob);
      else damage ??= `${nameOf(target)} is missing from its blobs`;
    }
  }
  return { revision: { commit, path, refs, blobs, strayLinks }, damage };
}

/** A blob, or the file of the shared store that it links to. Undefined when nothing is there. */
function blobAt(path: AbsolutePath, cache: AbsolutePath): Blob | "stray" | undefined {
  const status = statusOrNothing(path);
  if (status?.kind === "file") return { path, status, shared: null };
  if (status?.kind !== "link") return undefined;
  const shared = targetOf(path);
  if (shared === undefined || !isSharedBlob(shared, cache)) return "stray";
  const behind = statusOrNothing(shared);
  return behind?.kind === "file" ? { path, status: behind, shared } : undefined;
}

/** True for a place where the shared store of this cache keeps a file: `blobs/ab/ab…` with 64 digits. */
export function isSharedBlob(path: AbsolutePath, cache: AbsolutePath): boolean {
  const store = join(cache, "blobs");
  const match = /^\/([0-9a-f]{2})\/([0-9a-f]{64})$/.exec(path.slice(store.length));
  return isWithin(path, store) && match !== null && match[2]!.startsWith(match[1]!);
}

/** Where a link points, one hop, without looking whether anything is there. */
export function targetOf(link: AbsolutePath): AbsolutePath | undefined {
  const written = linkTarget(link)?.replaceAll("\\", "/");
  if (written === undefined) return undefined;
  let at = /^(\/|[A-Za-z]:\/)/.test(written) ? ("/" as AbsolutePath) : parentOf(link);
  for (const part of written.split("/")) {
    if (part === "..") at = parentOf(at);
    else if (part !== "" && part !== ".") at = join(at, part);
  }
  return at;
}

function downloadsIn(blobs: AbsolutePath): Download[] {
  return (namesIn(blobs) ?? [])
    .filter((name) => name.endsWith(".incomplete"))
    .flatMap((name) => {
      const status = statusOrNothing(join(blobs, name));
      return status?.kind === "file" ? [{ path: join(blobs, name), status }] : [];
    });
}

function namesIn(directory: AbsolutePath): string[] | undefined {
  if (statusOrNothing(directory)?.kind !== "directory") return undefined;
  try {
    return list(directory)
      .filter((name) => !OF_THE_DESKTOP.has(name))
      .toSorted();
  } catch {
    // Not readable: it counts as not there, which the caller takes for damage.
    return undefined;
  }
}
