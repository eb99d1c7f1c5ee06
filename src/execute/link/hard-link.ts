import { haveSameAttributes } from "../../system/extended-attributes.ts";
import { codeOf } from "../../system/files.ts";
import type { MutatingCalls } from "../../system/mutate/calls.ts";
import { haveSameContent } from "../../system/same-content.ts";
import { errorName } from "../../system/syscalls/errors.ts";
import { reasonFor } from "../removal/outcome.ts";
import { changeOf, openToRead, recordsFor, type FileMark, type NamedPlace, type Trouble } from "./open-file.ts";
import { putInPlace } from "./put-in-place.ts";

/**
 * Makes a file another name of one with the same content. Nothing is believed: both are opened, must be what the plan
 * saw, and are compared byte by byte, with owner, mode and extended attributes. The new name is made beside the old one
 * and changes places with it, so that the name always leads to the whole content. Null when done, else the file is as it
 * was.
 */
export function hardLink(
  calls: MutatingCalls,
  file: NamedPlace & FileMark,
  leader: NamedPlace & FileMark,
  aside: Buffer,
): Trouble {
  const trouble = whyDifferent(calls, file, leader);
  if (trouble !== null) return trouble;
  const linked = calls.link(leader.directory, calls.name(leader.name), file.directory, calls.name(aside));
  if (linked < 0) return reasonOf(errorName(linked));
  const record = recordsFor(calls).own;
  const seen = calls.status(file.directory, calls.name(aside), record);
  const mistake = seen < 0 ? reasonFor(errorName(seen)) : changeOf(record, leader);
  if (mistake !== null) {
    calls.unlink(file.directory, calls.name(aside));
    return `what it was to be linked to: ${mistake}`;
  }
  return putInPlace(calls, file.directory, file.name, aside, file);
}

function reasonOf(code: string): string {
  if (code === "EMLINK") return "the file has as many names as the filesystem allows; the next run begins another one";
  if (code === "EXDEV") return "it lies on another filesystem or mount than its twin";
  return reasonFor(code);
}

function whyDifferent(calls: MutatingCalls, file: NamedPlace & FileMark, leader: NamedPlace & FileMark): Trouble {
  const own = openToRead(calls, file);
  if (own < 0) return errorName(own) === "ENOENT" ? "it is gone" : reasonFor(errorName(own));
  const other = openToRead(calls, leader);
  try {
    if (other < 0) return `its twin cannot be opened: ${reasonFor(errorName(other))}`;
    return compare(calls, own, file, other, leader);
  } catch (error) {
    return `it cannot be compared: ${reasonFor(codeOf(error))}`;
  } finally {
    calls.close(own);
    if (other >= 0) calls.close(other);
  }
}

function compare(calls: MutatingCalls, own: number, file: FileMark, other: number, leader: FileMark): Trouble {
  const { own: mine, other: theirs } = recordsFor(calls);
  for (const [descriptor, record, mark, who] of [
    [own, mine, file, ""],
    [other, theirs, leader, "its twin: "],
  ] as const) {
    const seen = calls.statusOf(descriptor, record);
    const change = seen < 0 ? reasonFor(errorName(seen)) : changeOf(record, mark);
    if (change !== null) return who + change;
  }
  const isSameAccess = mine.mode === theirs.mode && mine.owner === theirs.owner && mine.group === theirs.group;
  if (!isSameAccess) return "owner or mode are not those of its twin";
  if (mine.size !== theirs.size || !haveSameContent(own, other)) return DIFFERENT;
  return haveSameAttributes(calls, own, other) ? null : "its extended attributes are not those of its twin";
}

export const DIFFERENT = "its content is not what its package's list says: it differs from its twin";
