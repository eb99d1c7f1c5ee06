import type { ContentsReader, EnvironmentContents } from "../environments/contents.ts";
import type { SeveralContents } from "../environments/several.ts";
import type { Problem } from "../model/finding.ts";
import type { LinkTable } from "../model/links.ts";
import { join, type AbsolutePath } from "../model/path.ts";
import type { DirectoryReader, Entry, EntryVisitor } from "../system/directory-reader.ts";
import { codeOf, type Status } from "../system/files.ts";
import type { Boundaries } from "./boundaries.ts";
import type { Recorder } from "./recorder.ts";
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
  readonly contents: EnvironmentFindings | SeveralContents | null;
  readonly problems: readonly Problem[];
  /** Mount points inside: what lies on them is not counted. */
  readonly mounts: readonly AbsolutePath[];
}

/** What a scan keeps of an environment's contents. */
export type EnvironmentFindings = Pick<EnvironmentContents, "facts" | "safety" | "largest">;

type CountedFile = Pick<Entry, "name" | "inode" | "links" | "size" | "allocated" | "modified">;

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
  recorder: Recorder | null = null,
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

  /** True for the first link to an inode. */
  const addFile = (entry: CountedFile): boolean => {
    files++;
    if (entry.modified > newest) newest = entry.modified;
    if (entry.modified > newestBytecode && entry.name.endsWith(".pyc")) newestBytecode = entry.modified;
    if (entry.links > 1) {
      if (!links.add(entry.inode, entry.links, entry.allocated)) return false;
    } else unshared += entry.allocated;
    allocated += entry.allocated;
    apparent += entry.size;
    return true;
  };

  const addDirectory = (entry: { readonly allocated: number }): void => {
    directories++;
    allocated += entry.allocated;
    unshared += entry.allocated;
  };

  const stack: AbsolutePath[] = [];
  /** The recorder's numbers of the same directories. */
  const numbers: number[] = [];
  const inside = place.length + (place.endsWith("/") ? 0 : 1);
  const mayHoldMounts = boundaries.holdsMounts(place);
  let directory = place;
  const visitor: EntryVisitor = {
    onEntry(entry) {
      if (entry.kind !== "directory") {
        const isFirst = addFile(entry);
        contents?.file(entry, isFirst ? entry.allocated : 0);
        recorder?.file(entry, isFirst);
        return;
      }
      const { name } = entry;
      const path = join(directory, name);
      if (mayHoldMounts ? boundaries.isMount(path, entry, placeStatus.device) : entry.device !== placeStatus.device) {
        return void mounts.push(path);
      }
      addDirectory(entry);
      if (recorder) numbers.push(recorder.directory(path.slice(inside), entry));
      observer.onDirectory(path, name);
      stack.push(path);
    },
    onFault: (name, code) => problems.push({ path: join(directory, name), code, message: "could not be looked at" }),
  };

  if (placeStatus.kind === "directory") {
    addDirectory(placeStatus);
    if (recorder) numbers.push(recorder.directory("", placeStatus));
    stack.push(place);
  } else {
    addFile({ ...placeStatus, name: place });
  }
  for (let next = stack.pop(); next; next = stack.pop()) {
    directory = next;
    const relative = next.slice(inside);
    contents?.enter(relative);
    recorder?.enter(relative, numbers.pop()!);
    try {
      observer.onEntries(reader.read(next, visitor));
    } catch (error) {
      problems.push({ path: next, code: codeOf(error), message: "could not be listed" });
    }
  }
  reader.close();
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
