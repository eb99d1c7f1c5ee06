import type { MovedFile } from "../../model/move-list.ts";
import { codeOf, encode } from "../../system/files.ts";
import { copyToNewFile } from "../../system/mutate/copy-file.ts";
import { haveSameContent } from "../../system/same-content.ts";
import { OPEN_DIRECTORY, OPEN_TO_READ } from "../../system/syscalls/calls.ts";
import { errorName } from "../../system/syscalls/errors.ts";
import { openToRead } from "../link/open-file.ts";
import { reasonFor } from "../removal/outcome.ts";
import type { Tools } from "../task.ts";
import { isIt, lyingAt } from "./moved-file.ts";
import { CHANGED, copyName, TAKEN, type Moving, type Stayed } from "./moving.ts";

interface Numbered {
  readonly file: MovedFile;
  readonly index: number;
}

/**
 * Moves files to another filesystem, in four steps that each wait for the last one: copies under names of their own,
 * compared with the originals; the copies on the disk; a second name for each copy, the one that it is to have; then the
 * originals go, and after them the first names. Whoever finds a copy with both names after a crash knows that it is ours.
 * Returns what stayed where it was, and why.
 */
export function copyAcross(moving: Moving, files: readonly Numbered[], tools: Tools): Stayed[] {
  const { calls, to, aside } = moving;
  const stayed: Stayed[] = [];
  const through = (going: readonly Numbered[], name: string, act: (one: Numbered) => string | null): Numbered[] =>
    going.filter((one) => {
      const reason = act(one);
      tools.onPoint(`${name} ${one.index} of`);
      if (reason === null) return true;
      calls.unlink(to, calls.name(copyName(aside, one.index)));
      stayed.push({ file: one.file, reason });
      return false;
    });
  const onDisk = (going: readonly Numbered[]): readonly Numbered[] => {
    const trouble = writeOut(moving);
    return trouble === null ? going : through(going, "dropped", (one) => giveUp(moving, one, trouble));
  };
  const copied = onDisk(through(files, "copied", (one) => copy(moving, one)));
  const named = onDisk(through(copied, "named", (one) => giveName(moving, one)));
  for (const { index } of through(named, "left", (one) => dropOriginal(moving, one))) {
    calls.unlink(to, calls.name(copyName(aside, index)));
    tools.onPoint(`settled ${index} of`);
  }
  return stayed;
}

function copy({ calls, from, to, moves: { device }, aside }: Moving, { file, index }: Numbered): string | null {
  const source = openToRead(calls, { directory: from, name: encode(file[0]) });
  if (source < 0) return reasonFor(errorName(source));
  const name = copyName(aside, index);
  try {
    const record = calls.newRecord();
    const seen = calls.statusOf(source, record);
    if (seen < 0) return reasonFor(errorName(seen));
    if (!isIt(record, file, device)) return CHANGED;
    if (record.links > 1) return "it has further names, which cannot move to another filesystem with it";
    const { owner, group, mode, accessed, modified } = record;
    copyToNewFile(calls, source, to, name, { owner, group, mode, accessed, modified });
    const made = calls.open(to, calls.name(name), OPEN_TO_READ);
    if (made < 0) return reasonFor(errorName(made));
    try {
      return haveSameContent(source, made) ? null : "its copy is not the same";
    } finally {
      calls.close(made);
    }
  } catch (error) {
    return codeOf(error) === "EEXIST" ? TAKEN : reasonFor(codeOf(error));
  } finally {
    calls.close(source);
  }
}

function giveName({ calls, to, aside }: Moving, { file, index }: Numbered): string | null {
  const named = calls.link(to, calls.name(copyName(aside, index)), to, calls.name(encode(file[0])));
  if (named >= 0) return null;
  return errorName(named) === "EEXIST" ? TAKEN : reasonFor(errorName(named));
}

/** The original goes if it still is what was copied; otherwise the copy loses the name that it was given. */
function dropOriginal(moving: Moving, one: Numbered): string | null {
  const { calls, from, moves } = moving;
  const name = encode(one.file[0]);
  if (lyingAt(calls, from, name, one.file, moves.device) !== "it") return giveUp(moving, one, CHANGED);
  const gone = calls.unlink(from, calls.name(name));
  return gone < 0 ? giveUp(moving, one, reasonFor(errorName(gone))) : null;
}

/** Takes the copy's second name back, if it is the copy that has it. */
function giveUp({ calls, to, aside }: Moving, { file, index }: Numbered, reason: string): string {
  const [copied, named] = [calls.newRecord(), calls.newRecord()];
  const isOurs =
    calls.status(to, calls.name(copyName(aside, index)), copied) === 0 &&
    calls.status(to, calls.name(encode(file[0])), named) === 0 &&
    copied.inode === named.inode;
  if (isOurs) calls.unlink(to, calls.name(encode(file[0])));
  return reason;
}

/** Why the copies could not be put on the disk, or null. */
function writeOut({ calls, to }: Moving): string | null {
  const directory = calls.open(to, calls.name(Buffer.from(".")), OPEN_DIRECTORY);
  if (directory < 0) return reasonFor(errorName(directory));
  const result = calls.syncFileSystem(directory);
  calls.close(directory);
  return result < 0 ? reasonFor(errorName(result)) : null;
}
