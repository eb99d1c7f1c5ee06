import type { LinkList } from "../../model/link-step.ts";
import { codeOf, encode } from "../../system/files.ts";
import { mutatingCalls, type MutatingCalls } from "../../system/mutate/calls.ts";
import { copyToNewFile } from "../../system/mutate/copy-file.ts";
import { CURRENT_DIRECTORY, OPEN_DIRECTORY } from "../../system/syscalls/calls.ts";
import { errorName } from "../../system/syscalls/errors.ts";
import type { IntentRecord } from "../journal-records.ts";
import { reasonFor } from "../removal/outcome.ts";
import type { Acted, Tools } from "../task.ts";
import { forEachFile, NOT_SAID, type OneFile } from "./link-files.ts";
import { changeOf, openToRead, recordsFor, type FileMark, type Trouble } from "./open-file.ts";
import { putInPlace } from "./put-in-place.ts";

/**
 * Gives each file of an earlier step its own copy again, with the modification time that it had. What is no link of that
 * step any more (a package was upgraded meanwhile) stays as it is and needs nothing. All copies of a step are made
 * beside, then written out to the disk, then they take the places of the links one after the other.
 */
export async function separateFiles(intent: IntentRecord, tools: Tools): Promise<Acted> {
  const { links, aside } = intent;
  if (!links || aside === null) return NOT_SAID;
  const copied = new Map<number, FileMark>();
  const made = await forEachFile(intent, tools, { done: "copied", whenGone: null }, (file, calls) => {
    const mark = copy(calls, links, file, asideOf(aside, file.index));
    if (mark === null || typeof mark === "string") return mark;
    copied.set(file.index, mark);
    return null;
  });
  if (copied.size === 0) return { ...made, files: 0 };
  const written = writeOut(intent, tools.calls ?? mutatingCalls()!);
  let files = 0;
  const placed = await forEachFile(intent, tools, { done: "separated", whenGone: null }, (file, calls) => {
    const mark = copied.get(file.index);
    if (!mark) return null;
    const name = asideOf(aside, file.index);
    if (written !== null) {
      calls.unlink(file.place.directory, calls.name(name));
      return written;
    }
    const trouble = putInPlace(calls, file.place.directory, file.place.name, name, mark);
    if (trouble === null) files++;
    return trouble;
  });
  if (made.result === "done") return { ...placed, files };
  return { ...made, result: files > 0 ? "partial" : made.result, files };
}

/** The name of a copy beside the file; one step may have many at a time. */
export function asideOf(aside: string, index: number): Buffer {
  return encode(`${aside}-${index}`);
}

/** What the link looked like that was copied; null when it is no link of that step any more, or why it failed. */
function copy(calls: MutatingCalls, links: LinkList, { place, index }: OneFile, name: Buffer): FileMark | Trouble {
  const [, inode, modified, leader] = links.files[index]!;
  const expected = links.means === "hard links" ? links.leaders[leader]![2] : inode;
  const source = openToRead(calls, place);
  if (source < 0) return errorName(source) === "ENOENT" ? null : reasonFor(errorName(source));
  try {
    const record = recordsFor(calls).own;
    const seen = calls.statusOf(source, record);
    if (seen < 0) return reasonFor(errorName(seen));
    const now: FileMark = { device: String(record.device), inode: expected, modified: String(record.modified) };
    if (changeOf(record, now) !== null || (links.means === "hard links" && record.links < 2)) return null;
    // A file that shares blocks and was written to since has its own already where it was written to.
    if (links.means === "shared extents" && String(record.modified) !== modified) return null;
    const { owner, group, mode, accessed } = record;
    copyToNewFile(calls, source, place.directory, name, { owner, group, mode, accessed, modified: BigInt(modified) });
    return now;
  } catch (error) {
    return reasonFor(codeOf(error));
  } finally {
    calls.close(source);
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
