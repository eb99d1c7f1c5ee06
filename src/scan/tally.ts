import type { ContentsReader, EnvironmentContents } from "../environments/contents.ts";
import type { SeveralContents } from "../environments/several.ts";
import type { Problem } from "../model/finding.ts";
import type { LinkTable } from "../model/links.ts";
import { join, type AbsolutePath } from "../model/path.ts";
import type { DirectoryReader, Entry } from "../system/directory-reader.ts";
import { codeOf, type Status } from "../system/files.ts";
import type { Boundaries } from "./boundaries.ts";
import { LinkCounter } from "./link-counter.ts";

/** The sums of one finding; bytes and milliseconds since the epoch. See `Measured` for the words. */
export interface Tally {
  readonly apparent: number;
  readonly allocated: number;
  readonly unshared: number;
  readonly frees: number;
  readonly links: LinkTable;
  readonly files: number;
  readonly directories: number;
  /** Newest file, and newest bytecode. */
  readonly newest: number;
  readonly newestBytecode: number;
  readonly contents: EnvironmentContents | SeveralContents | null;
  readonly problems: readonly Problem[];
  /** Mount points inside: what lies on them is not counted. */
  readonly mounts: readonly AbsolutePath[];
}

export interface TallyObserver {
  /** Called once per directory with the number of its entries. */
  onEntries(count: number): void;
  /** Called for each directory below the place, before it is listed. */
  onDirectory(path: AbsolutePath, name: string): void;
}

/**
 * Sums a place: every inode once, directories' own blocks included, links never followed. What vanishes meanwhile is
 * not there; a directory that cannot be listed is a problem, and its sums are missing.
 */
export function tally(
  place: AbsolutePath,
  placeStatus: Status,
  { reader, boundaries }: { readonly reader: DirectoryReader; readonly boundaries: Boundaries },
  observer: TallyObserver,
  contents: ContentsReader<EnvironmentContents | SeveralContents> | null,
): Tally {
  const links = new LinkCounter(placeStatus.device);
  const problems: Problem[] = [];
  const mounts: AbsolutePath[] = [];
  let apparent = 0;
  let unshared = 0;
  let allocated = 0;
  let files = 0;
  let directories = 0;
  let newest = 0;
  let newestBytecode = 0;

  const addFile = (name: string, entry: Omit<Entry, "name" | "nanoseconds">): number => {
    files++;
    if (entry.modified > newest) newest = entry.modified;
    if (entry.modified > newestBytecode && name.endsWith(".pyc")) newestBytecode = entry.modified;
    if (entry.links > 1) {
      if (!links.add(entry.inode, entry.links, entry.allocated)) return 0;
    } else unshared += entry.allocated;
    allocated += entry.allocated;
    apparent += entry.size;
    return entry.allocated;
  };

  const addDirectory = (entry: { readonly allocated: number }): void => {
    directories++;
    allocated += entry.allocated;
    unshared += entry.allocated;
  };

  const stack: { readonly path: AbsolutePath; readonly relative: string }[] = [];
  const addEntriesOf = (directory: AbsolutePath, relative: string): void => {
    contents?.enter(relative);
    const entries = reader.read(directory, {
      onEntry(entry) {
        const { name } = entry;
        if (entry.kind !== "directory") {
          const counted = addFile(name, entry);
          contents?.file(name, counted, entry.modified);
          return;
        }
        const path = join(directory, name);
        if (boundaries.isMount(path, entry, placeStatus.device)) return void mounts.push(path);
        addDirectory(entry);
        observer.onDirectory(path, name);
        stack.push({ path, relative: relative === "" ? name : `${relative}/${name}` });
      },
      onFault: (name, code) => problems.push({ path: join(directory, name), code, message: "could not be looked at" }),
    });
    observer.onEntries(entries);
  };

  if (placeStatus.kind === "directory") {
    addDirectory(placeStatus);
    stack.push({ path: place, relative: "" });
  } else {
    addFile(place, placeStatus);
  }
  for (let next = stack.pop(); next; next = stack.pop()) {
    try {
      addEntriesOf(next.path, next.relative);
    } catch (error) {
      problems.push({ path: next.path, code: codeOf(error), message: "could not be listed" });
    }
  }
  return {
    apparent,
    allocated,
    unshared,
    frees: unshared + links.freedAlone,
    links: links.table(),
    files,
    directories,
    newest,
    newestBytecode,
    contents: contents?.finish() ?? null,
    problems,
    mounts,
  };
}
