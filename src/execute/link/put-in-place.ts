import type { MutatingCalls } from "../../system/mutate/calls.ts";
import { errorName } from "../../system/syscalls/errors.ts";
import { reasonFor } from "../removal/outcome.ts";
import { changeOf, recordsFor, type FileMark, type Trouble } from "./open-file.ts";

/**
 * Puts a file that was made beside another one in its place. The two names change places in one step; what then lies
 * under the other name must be the file that was planned, else they change back: whoever replaced it meanwhile (pip at
 * work) loses nothing. Where a filesystem can't exchange names, the entry is looked at and replaced at once.
 * Afterwards `aside` is gone.
 */
export function putInPlace(
  calls: MutatingCalls,
  directory: number,
  name: Buffer,
  aside: Buffer,
  expected: FileMark,
): Trouble {
  const record = recordsFor(calls).own;
  const exchanged = calls.exchange(directory, calls.name(aside), directory, calls.name(name));
  if (exchanged < 0) {
    const code = errorName(exchanged);
    return CANNOT_EXCHANGE.has(code)
      ? replace(calls, directory, name, aside, expected)
      : dropped(calls, directory, aside, reasonFor(code));
  }
  const seen = calls.status(directory, calls.name(aside), record);
  const trouble = seen < 0 ? reasonFor(errorName(seen)) : changeOf(record, expected);
  if (trouble === null) {
    const gone = calls.unlink(directory, calls.name(aside));
    return gone < 0 ? reasonFor(errorName(gone)) : null;
  }
  const back = calls.exchange(directory, calls.name(aside), directory, calls.name(name));
  return back < 0
    ? `${trouble}, and what took its place is called ${aside.toString()}`
    : dropped(calls, directory, aside, trouble);
}

const CANNOT_EXCHANGE: ReadonlySet<string> = new Set(["EINVAL", "ENOSYS", "EOPNOTSUPP", "ENOTSUP"]);

function replace(calls: MutatingCalls, directory: number, name: Buffer, aside: Buffer, expected: FileMark): Trouble {
  const record = recordsFor(calls).own;
  const seen = calls.status(directory, calls.name(name), record);
  const trouble = seen < 0 ? reasonFor(errorName(seen)) : changeOf(record, expected);
  if (trouble !== null) return dropped(calls, directory, aside, trouble);
  const renamed = calls.rename(directory, calls.name(aside), directory, calls.name(name));
  return renamed < 0 ? dropped(calls, directory, aside, reasonFor(errorName(renamed))) : null;
}

/** Removes what was made beside a file that stays as it was; says why, and what could not be removed. */
export function dropped(calls: MutatingCalls, directory: number, aside: Buffer, trouble: string): string {
  const gone = calls.unlink(directory, calls.name(aside));
  const stays = gone < 0 && errorName(gone) !== "ENOENT";
  return stays ? `${trouble}; ${aside.toString()} beside it has to be removed by hand` : trouble;
}
