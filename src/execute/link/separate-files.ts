import type { LinkList } from "../../model/link-step.ts";
import { parentOf } from "../../model/path.ts";
import { extentReader } from "../../system/extents.ts";
import { codeOf, encode } from "../../system/files.ts";
import { mutatingCalls, type MutatingCalls } from "../../system/mutate/calls.ts";
import { copyToNewFile, setTimes } from "../../system/mutate/copy-file.ts";
import { CURRENT_DIRECTORY, OPEN_DIRECTORY } from "../../system/syscalls/calls.ts";
import { errorName } from "../../system/syscalls/errors.ts";
import type { IntentRecord } from "../journal-records.ts";
import { reasonFor } from "../removal/outcome.ts";
import type { Acted, Tools } from "../task.ts";
import { forEachFile, NOT_SAID, type OneFile } from "./link-files.ts";
import { changeOf, openToRead, recordsFor, type FileMark, type Trouble } from "./open-file.ts";
import type { OpenDirectories } from "./open-directories.ts";
import { dropped, putInPlace } from "./put-in-place.ts";
import { takeBlocks } from "./take-blocks.ts";

/**
 * Gives each file of an earlier step its own copy again. What is no link of that step any more (a package was upgraded
 * meanwhile) stays as it is and needs nothing. All copies of a step are made beside and written out to the disk. Then
 * they take the places of hard links one after the other, with the modification time that each file had, unless it was
 * written to since; a file that shares blocks stays the one it is, and takes those of its copy.
 */
export async function separateFiles(intent: IntentRecord, tools: Tools): Promise<Acted> {
  const { links, aside } = intent;
  if (!links || aside === null) return NOT_SAID;
  const copied = new Map<number, Copy>();
  const separator = new Separator(links, aside);
  const made = await forEachFile(
    intent,
    tools,
    { done: "copied", whenGone: null, endsEarly: true },
    (file, calls, directories) => {
      const copy = separator.copy(file, calls, directories);
      if (copy === null || typeof copy === "string") return copy;
      copied.set(file.index, copy);
      return null;
    },
  );
  const untouched: Acted = { ...made, result: made.result === "partial" ? "skipped" : made.result, files: 0 };
  if (copied.size === 0) return untouched;
  const written = writeOut(intent, tools.calls ?? mutatingCalls()!) ?? writeDown(links, copied, tools);
  let files = 0;
  const placed = await forEachFile(
    intent,
    tools,
    { done: "separated", whenGone: null, endsEarly: false },
    (file, calls) => {
      const copy = copied.get(file.index);
      if (!copy) return null;
      const name = asideOf(aside, file.index);
      if (written !== null) {
        calls.unlink(file.place.directory, calls.name(name));
        return written;
      }
      const trouble =
        links.means === "hard links"
          ? putInPlace(calls, file.place.directory, file.place.name, name, copy.of)
          : takeBlocks(calls, { ...file.place, ...copy.of }, name);
      if (trouble === null) files++;
      return trouble;
    },
  );
  if (made.result === "done") return { ...placed, files };
  return files > 0 ? { ...made, result: "partial", files } : untouched;
}

/** The name of a copy beside the file; one step may have many at a time. */
export function asideOf(aside: string, index: number): Buffer {
  return encode(`${aside}-${index}`);
}

interface Copy {
  /** What the file looked like that was copied. */
  readonly of: FileMark;
  /** Decimal. */
  readonly inode: string;
}

/** Makes the copies of one step. */
class Separator {
  readonly #links: LinkList;
  readonly #aside: string;
  readonly #extents = extentReader();
  /** Copies of what were names of one file before it was linked, by its inode. */
  readonly #byInode = new Map<string, OneFile>();

  constructor(links: LinkList, aside: string) {
    this.#links = links;
    this.#aside = aside;
  }

  /** Null where it needs no copy, or why it failed. */
  copy(file: OneFile, calls: MutatingCalls, directories: OpenDirectories): Copy | Trouble {
    const source = openToRead(calls, file.place);
    if (source < 0) return errorName(source) === "ENOENT" ? null : reasonFor(errorName(source));
    try {
      return this.#copyOpen(file, source, calls, directories);
    } catch (error) {
      return reasonFor(codeOf(error));
    } finally {
      calls.close(source);
    }
  }

  #copyOpen(file: OneFile, source: number, calls: MutatingCalls, directories: OpenDirectories): Copy | Trouble {
    const { means, leaders, files } = this.#links;
    const [, inode, modified, number] = files[file.index]!;
    const isHard = means === "hard links";
    const record = recordsFor(calls).own;
    const seen = calls.statusOf(source, record);
    if (seen < 0) return reasonFor(errorName(seen));
    const [, , leaderInode, leaderModified] = leaders[number]!;
    const linked = isHard ? { inode: leaderInode, modified: leaderModified } : { inode, modified };
    const now: FileMark = { device: String(record.device), inode: linked.inode, modified: String(record.modified) };
    if (changeOf(record, now) !== null) return null;
    const { owner, group, mode, accessed } = record;
    const isWritten = now.modified !== linked.modified;
    const look = { owner, group, mode, accessed, modified: isWritten ? record.modified : BigInt(modified) };
    if (isHard && record.links < 2) {
      // The other names are gone: it is its own file already, but for its time.
      if (!isWritten) setTimes(calls, source, look);
      return null;
    }
    if (!isHard && this.#extents?.readOpen(source)?.isShared === false) return null;
    if (!this.#joined(file, inode, calls, directories)) {
      copyToNewFile(calls, source, file.place.directory, asideOf(this.#aside, file.index), look);
      this.#byInode.set(inode, file);
    }
    const { directory } = file.place;
    const name = asideOf(this.#aside, file.index);
    const made = calls.status(directory, calls.name(name), record);
    if (made < 0) return dropped(calls, directory, name, reasonFor(errorName(made)));
    return { of: now, inode: String(record.inode) };
  }

  /** Makes the copy a name of an earlier one where both were names of one file. */
  #joined(file: OneFile, inode: string, calls: MutatingCalls, directories: OpenDirectories): boolean {
    const first = this.#byInode.get(inode);
    if (!first) return false;
    const from = directories.descriptorOf(parentOf(first.path));
    const [name, other] = [file, first].map(({ index }) => asideOf(this.#aside, index));
    return calls.link(from, calls.name(other!), file.place.directory, calls.name(name!)) >= 0;
  }
}

/** Why the copies could not be put on the disk, or null. */
function writeOut({ path }: IntentRecord, calls: MutatingCalls): Trouble {
  const directory = calls.open(CURRENT_DIRECTORY, calls.name(encode(path)), OPEN_DIRECTORY);
  if (directory < 0) return reasonFor(errorName(directory));
  const result = calls.syncFileSystem(directory);
  calls.close(directory);
  return result < 0 ? reasonFor(errorName(result)) : null;
}

/**
 * So that after a crash a copy is told from what somebody put in the file's place. Why it could not be done, or null. A
 * file that shares blocks never changes places with its copy.
 */
function writeDown({ means }: LinkList, copied: ReadonlyMap<number, Copy>, { noteCopies }: Tools): Trouble {
  if (means === "shared extents") return null;
  try {
    noteCopies([...copied].map(([index, { inode }]) => [index, inode]));
    return null;
  } catch (error) {
    return `it could not be written down: ${reasonFor(codeOf(error))}`;
  }
}
