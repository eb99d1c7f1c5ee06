import { join, nameOf, parentOf, type AbsolutePath } from "../../model/path.ts";
import type { LinkList } from "../../model/link-step.ts";
import { codeOf, decode, encode, statusOrNothing } from "../../system/files.ts";
import { mutatingCalls, type MutatingCalls } from "../../system/mutate/calls.ts";
import type { IntentRecord } from "../journal-records.ts";
import { DONE, type Acted } from "../task.ts";
import { OpenDirectories } from "./open-directories.ts";
import { asideOf } from "./separate-files.ts";

/**
 * Clears up after a step that was cut short: the second name that it had made beside a file goes, and what somebody else
 * had put in the file's place meanwhile gets that place back. Every file is whole at every moment, so nothing else is to
 * be done. `copies` are those that the step had made, by the places of their files in its list: inodes, decimal.
 * Undefined when it cannot be told now.
 */
export function settleLinks(intent: IntentRecord, copies: ReadonlyMap<number, string>): Acted | undefined {
  const { act, path, aside, links } = intent;
  const calls = mutatingCalls();
  if (!links || aside === null) return { result: "failed", reason: STOPPED };
  if (!calls || statusOrNothing(path)?.kind !== "directory") return undefined;
  const directories = new OpenDirectories(calls);
  try {
    const left = act === "separate" ? clearCopies(calls, directories, intent, copies) : [];
    if (left.length > 0) return { result: "partial", reason: `${STOPPED}; somebody else's file is called ${left[0]}` };
    if (act === "link" && links.means === "hard links") clearLinks(calls, directories, path, encode(aside), links);
    return outcomeOf(calls, directories, intent, links);
  } finally {
    directories.close();
  }
}

const STOPPED = "pyshed was stopped while it was at work on it";

/** Of one directory: what was being done there is the last file that has become a link. */
function clearLinks(
  calls: MutatingCalls,
  directories: OpenDirectories,
  environment: AbsolutePath,
  aside: Buffer,
  { files, leaders }: LinkList,
): void {
  const byDirectory = new Map<AbsolutePath, number[]>();
  for (const [index, [relative]] of files.entries()) {
    const directory = parentOf(join(environment, relative));
    const here = byDirectory.get(directory);
    if (here) here.push(index);
    else byDirectory.set(directory, [index]);
  }
  for (const [path, here] of byDirectory) {
    const directory = openOrNothing(directories, path);
    const lying = directory === undefined ? undefined : inodeOf(calls, directory, aside);
    if (directory === undefined || lying === undefined) continue;
    const isOurs = here.some((index) => [files[index]![1], leaders[files[index]![3]]![2]].includes(lying));
    const last = here.findLast((index) => {
      const name = encode(nameOf(files[index]![0]));
      return inodeOf(calls, directory, name) === leaders[files[index]![3]]![2];
    });
    if (!isOurs && last !== undefined) giveBack(calls, directory, encode(nameOf(files[last]![0])), aside);
    else if (isOurs) calls.unlink(directory, calls.name(aside));
  }
}

/** Paths of what stays beside: it was put in a file's place and replaced since, so that nobody knows who misses it. */
function clearCopies(
  calls: MutatingCalls,
  directories: OpenDirectories,
  { path, aside, links }: IntentRecord,
  copies: ReadonlyMap<number, string>,
): readonly AbsolutePath[] {
  const { files, leaders } = links!;
  const left: AbsolutePath[] = [];
  for (const [index, [relative, , , leader]] of files.entries()) {
    const directory = openOrNothing(directories, parentOf(join(path, relative)));
    if (directory === undefined) continue;
    const [name, beside] = [encode(nameOf(relative)), asideOf(aside!, index)];
    const lying = inodeOf(calls, directory, beside);
    if (lying === undefined) continue;
    const copy = copies.get(index);
    // Unless copies were written down, none has taken a place yet.
    const isOurs = copy === undefined || lying === copy || lying === leaders[leader]![2];
    if (isOurs) calls.unlink(directory, calls.name(beside));
    else if (inodeOf(calls, directory, name) === copy) giveBack(calls, directory, name, beside);
    else left.push(join(parentOf(join(path, relative)), decode(beside)));
  }
  return left;
}

/** What lies aside was somebody else's: it gets its place back, and what was put there goes. */
function giveBack(calls: MutatingCalls, directory: number, name: Buffer, aside: Buffer): void {
  const back = calls.exchange(directory, calls.name(aside), directory, calls.name(name));
  if (back >= 0) calls.unlink(directory, calls.name(aside));
}

function outcomeOf(
  calls: MutatingCalls,
  directories: OpenDirectories,
  { act, path }: IntentRecord,
  { files, leaders, means }: LinkList,
): Acted {
  // Whether a file shares its blocks is not looked up: to undo it once more does no harm.
  if (means === "shared extents") return { result: "partial", reason: STOPPED };
  let links = 0;
  for (const [relative, , , leader] of files) {
    const directory = openOrNothing(directories, parentOf(join(path, relative)));
    if (directory === undefined) continue;
    if (inodeOf(calls, directory, encode(nameOf(relative))) === leaders[leader]![2]) links++;
  }
  const done = act === "link" ? links : files.length - links;
  if (done === files.length) return DONE;
  return done === 0
    ? { result: "skipped", reason: "pyshed was stopped before it was touched" }
    : { result: "partial", reason: STOPPED };
}

/** Decimal; undefined when nothing is there. */
function inodeOf(calls: MutatingCalls, directory: number, name: Buffer): string | undefined {
  const record = calls.newRecord();
  return calls.status(directory, calls.name(name), record) < 0 ? undefined : String(record.inode);
}

function openOrNothing(directories: OpenDirectories, path: AbsolutePath): number | undefined {
  try {
    return directories.descriptorOf(path);
  } catch (error) {
    // Gone, or a link now: nothing of ours can lie there.
    if (codeOf(error) === "EMFILE") throw error;
    return undefined;
  }
}
