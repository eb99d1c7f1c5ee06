import { Refusal } from "../model/refusal.ts";
import { codeOf } from "../system/files.ts";
import type { JournalPlace } from "./journal-places.ts";
import type { RunRecord } from "./journal-records.ts";

/** Why a run does not begin, where it is the journal that forbids it. */

const ABOUT_WRITING = new Set([
  "ENOSPC",
  "EDQUOT",
  "EROFS",
  "EACCES",
  "EPERM",
  "ENOENT",
  "ENOTDIR",
  "EIO",
  "ELOOP",
  "ENAMETOOLONG",
  "EMFILE",
  "ENOTSUP",
  "EOPNOTSUPP",
  "ESTALE",
]);

/** Is it the disk that does not take the journal? */
export function isAboutWriting(error: unknown): boolean {
  return ABOUT_WRITING.has(codeOf(error));
}

export function noJournal(place: JournalPlace, { kind }: RunRecord, cause: unknown): Refusal {
  // Only what goes to the trash can be deleted for good instead.
  const instead = kind === "clean" ? ", or delete for good with --permanent" : "";
  return new Refusal(
    "no-journal",
    `${place.directory} cannot be written to (${codeOf(cause)}), and without a journal nothing could be undone`,
    `make room there, or set XDG_STATE_HOME to a directory on a disk with room${instead}`,
    { cause },
  );
}

export function planUsed(run: string): Refusal {
  return new Refusal(
    "plan-used",
    `the plan ${run} has been carried out before`,
    "make a new one with `pyshed clean --plan FILE`",
  );
}
