import type { MutatingCalls } from "../../system/mutate/calls.ts";
import { O_NOATIME, OPEN_TO_READ } from "../../system/syscalls/calls.ts";
import { errorName } from "../../system/syscalls/errors.ts";
import { FILE_TYPE, REGULAR, type StatusRecord } from "../../system/syscalls/status-record.ts";
import { reasonFor } from "../removal/outcome.ts";

/** An entry of an open directory. */
export interface NamedPlace {
  readonly directory: number;
  readonly name: Buffer;
}

/** What the plan saw of a file. */
export interface FileMark {
  /** Decimal. */
  readonly device: string;
  readonly inode: string;
  /** Nanoseconds since the epoch, decimal. */
  readonly modified: string;
}

/** What an operation on one file came to: null, or why the file is as it was. */
export type Trouble = string | null;

export interface Records {
  readonly own: StatusRecord;
  readonly other: StatusRecord;
}

const records = new WeakMap<MutatingCalls, Records>();

/** Room for what is seen of a file and of its twin: used again for every file, so good until the next look. */
export function recordsFor(calls: MutatingCalls): Records {
  let room = records.get(calls);
  if (!room) records.set(calls, (room = { own: calls.newRecord(), other: calls.newRecord() }));
  return room;
}

/** Opens for reading without moving the access time where that is allowed; a negated errno otherwise. */
export function openToRead(calls: MutatingCalls, { directory, name }: NamedPlace): number {
  const opened = calls.open(directory, calls.name(name), OPEN_TO_READ | O_NOATIME);
  return opened < 0 && errorName(opened) === "EPERM" ? calls.open(directory, calls.name(name), OPEN_TO_READ) : opened;
}

export const CHANGED = "it has changed since it was planned";

/** Looks at an entry: is it still the file that the plan saw? */
export function lookAt(
  calls: MutatingCalls,
  { directory, name }: NamedPlace,
  record: StatusRecord,
  mark: FileMark,
): Trouble {
  const seen = calls.status(directory, calls.name(name), record);
  if (seen < 0) return errorName(seen) === "ENOENT" ? "it is gone" : reasonFor(errorName(seen));
  return changeOf(record, mark);
}

/** How a status differs from what the plan saw. */
export function changeOf(record: StatusRecord, { device, inode, modified }: FileMark): Trouble {
  if ((record.mode & FILE_TYPE) !== REGULAR) return "it is no file any more";
  if (String(record.device) !== device || String(record.inode) !== inode) return CHANGED;
  return String(record.modified) === modified ? null : CHANGED;
}
