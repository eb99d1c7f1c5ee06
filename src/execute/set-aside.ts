import { join, type AbsolutePath } from "../model/path.ts";
import type { Identity } from "../model/plan.ts";
import { withDirectory } from "../system/directory-handle.ts";
import { codeOf, encode, statusOrNothing } from "../system/files.ts";
import { rename } from "../system/mutate/by-path.ts";
import { mutatingCalls, type MutatingCalls } from "../system/mutate/calls.ts";
import { errorName } from "../system/syscalls/errors.ts";
import { identityAt } from "../system/place-identity.ts";
import { isSameThing } from "./recheck.ts";
import { difference } from "./removal/identity.ts";
import { reasonFor, type Expectation } from "./removal/outcome.ts";

/**
 * Gives a thing another name in its own directory, in one step, before it is deleted there. So nobody meets it half
 * deleted under its own name, and whoever finds the other name after a crash knows that the rest may go.
 * It never replaces anything, and what turns out to be something else is put back.
 */
export type Renamed =
  | { readonly ok: true }
  /** `CHANGED`, or a POSIX error name. The thing is where it was. */
  | { readonly ok: false; readonly code: string; readonly reason: string };

export function renameInPlace(
  directory: AbsolutePath,
  name: string,
  newName: string,
  identity: Identity,
  calls: MutatingCalls | undefined = mutatingCalls(),
): Renamed {
  try {
    if (!calls) return byPath(join(directory, name), join(directory, newName), identity);
    return withDirectory(calls, directory, ({ descriptor }) =>
      byHandle(calls, descriptor, encode(name), encode(newName), expectationOf(identity)),
    );
  } catch (error) {
    return failed(codeOf(error));
  }
}

/** What removal and trash compare with. */
export function expectationOf({ device, inode, type }: Identity): Expectation {
  return { device: Number(device), inode: BigInt(inode), kind: type };
}

function byHandle(calls: MutatingCalls, above: number, name: Buffer, newName: Buffer, expected: Expectation): Renamed {
  const record = calls.newRecord();
  const found = calls.status(above, calls.name(name), record);
  if (found < 0) return failed(errorName(found));
  const changed = difference(record, expected);
  if (changed !== null) return { ok: false, code: "CHANGED", reason: changed };
  const moved = move(calls, above, name, newName);
  if (moved < 0) return failed(errorName(moved));
  const seen = calls.status(above, calls.name(newName), record);
  const mistake = seen < 0 ? null : difference(record, expected);
  if (mistake === null) return { ok: true };
  move(calls, above, newName, name);
  return { ok: false, code: "CHANGED", reason: mistake };
}

function move(calls: MutatingCalls, above: number, name: Buffer, newName: Buffer): number {
  const result = calls.renameNoReplace(above, calls.name(name), above, calls.name(newName));
  if (result === 0 || !["EINVAL", "ENOSYS", "EOPNOTSUPP"].includes(errorName(result))) return result;
  // The filesystem can't promise it. A plain rename replaces no directory that holds anything.
  const record = calls.newRecord();
  const taken = calls.status(above, calls.name(newName), record);
  return taken === 0 ? -EEXIST : calls.rename(above, calls.name(name), above, calls.name(newName));
}

const EEXIST = 17;

function byPath(from: AbsolutePath, to: AbsolutePath, identity: Identity): Renamed {
  const now = identityAt(from);
  if (!now || !isSameThing(identity, now))
    return { ok: false, code: "CHANGED", reason: "it is not what was planned any more" };
  if (statusOrNothing(to)) return failed("EEXIST");
  rename(from, to);
  return { ok: true };
}

function failed(code: string): Renamed {
  return { ok: false, code, reason: reasonFor(code) };
}
