import { loadLibrary, type Library } from "../syscalls/library.ts";
import { bindSystemCalls, type SystemCalls } from "../syscalls/calls.ts";
import type { NativeMemory } from "../syscalls/memory.ts";

/**
 * The system's own calls that change a disk, by directory handle, beside the reading ones. Whoever uses them has
 * checked what the name stands for: a call does what it is told. Only `execute/` and `schedule/` may.
 * Results and names as in `SystemCalls`.
 */
export interface MutatingCalls extends SystemCalls {
  /** Removes a name that is not a directory; a link goes, not what it points to. */
  unlink(directory: number, name: number): number;
  /** Removes an empty directory; never follows a link. */
  removeDirectory(directory: number, name: number): number;
  /** Replaces a file or an empty directory that is at the target. */
  rename(from: number, name: number, to: number, newName: number): number;
  /** Fails with EEXIST rather than replace anything; EINVAL or ENOSYS where that can't be promised. */
  renameNoReplace(from: number, name: number, to: number, newName: number): number;
  makeDirectory(directory: number, name: number, mode: number): number;
  /** A second name for a file. Fails with EEXIST rather than replace anything, on every filesystem. */
  link(from: number, name: number, to: number, newName: number): number;
  /** Two names change places in one step; EINVAL or ENOSYS where the filesystem can't. */
  exchange(from: number, name: number, to: number, newName: number): number;
  changeOwner(descriptor: number, owner: number, group: number): number;
  writeAttribute(descriptor: number, name: number, value: NativeMemory, length: number): number;
  removeAttribute(descriptor: number, name: number): number;
  /** Sets access and modification time from two `struct timespec` in the memory. */
  setTimes(descriptor: number, times: NativeMemory): number;
  symlink(target: number, directory: number, name: number): number;
  /** Sets the permissions of what a descriptor is open on, one opened with `O_PATH` included (needs `/proc`). */
  changeMode(descriptor: number, mode: number): number;
}

const AT_REMOVEDIR = 0x200;
const RENAME_NOREPLACE = 1;
const RENAME_EXCHANGE = 2;
const CURRENT_DIRECTORY = -100;

let bound: MutatingCalls | null | undefined;

/** Undefined where `systemCalls()` is. */
export function mutatingCalls(): MutatingCalls | undefined {
  if (bound === undefined) {
    const library = loadLibrary();
    bound = library ? bindMutatingCalls(library) : null;
  }
  return bound ?? undefined;
}

function bindMutatingCalls(library: Library): MutatingCalls {
  const { call, numbers } = library;
  const reading = bindSystemCalls(library);
  return {
    ...reading,
    unlink: (directory, name) => call(numbers.unlinkat, directory, name, 0),
    removeDirectory: (directory, name) => call(numbers.unlinkat, directory, name, AT_REMOVEDIR),
    rename: (from, name, to, newName) => call(numbers.renameat, from, name, to, newName),
    renameNoReplace: (from, name, to, newName) => call(numbers.renameat2, from, name, to, newName, RENAME_NOREPLACE),
    makeDirectory: (directory, name, mode) => call(numbers.mkdirat, directory, name, mode),
    link: (from, name, to, newName) => call(numbers.linkat, from, name, to, newName, 0),
    exchange: (from, name, to, newName) => call(numbers.renameat2, from, name, to, newName, RENAME_EXCHANGE),
    changeOwner: (descriptor, owner, group) => call(numbers.fchown, descriptor, owner, group),
    writeAttribute: (descriptor, name, value, length) =>
      call(numbers.fsetxattr, descriptor, name, value.address, length, 0),
    removeAttribute: (descriptor, name) => call(numbers.fremovexattr, descriptor, name),
    setTimes: (descriptor, times) => call(numbers.utimensat, descriptor, 0, times.address, 0),
    symlink: (target, directory, name) => call(numbers.symlinkat, target, directory, name),
    changeMode: (descriptor, mode) =>
      call(
        numbers.fchmodat,
        CURRENT_DIRECTORY,
        reading.name(Buffer.from(`/proc/self/fd/${descriptor}`)),
        mode & 0o7777,
      ),
  };
}
