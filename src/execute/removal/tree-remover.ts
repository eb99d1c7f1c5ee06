import type { MutatingCalls } from "../../system/mutate/calls.ts";
import { OPEN_DIRECTORY } from "../../system/syscalls/calls.ts";
import { DirectoryEntries, ENTRY_DIRECTORY, ENTRY_UNKNOWN } from "../../system/syscalls/directory-entries.ts";
import { errorName } from "../../system/syscalls/errors.ts";
import type { NativeMemory } from "../../system/syscalls/memory.ts";
import type { StatusRecord } from "../../system/syscalls/status-record.ts";
import { isImmutable, isOnSameMount, openAbove, removeEmptied, widen, widenUnopened } from "./directories.ts";
import { isRefused, letGo, newFrame, pathThrough, refuse, type Frame } from "./frames.ts";
import { FAILURES_BORNE, isHopeless } from "./outcome.ts";
import { HANDLES, PASSES, type RemovalRules, type Sharing } from "./rules.ts";

/**
 * Empties one directory, for good. This is the code that loses data when it is wrong, so:
 *
 * - Every call is relative to an open directory and follows no link. A directory is entered by opening it without
 *   following links and is believed only when the open one is on the same device and mount and, where listings can be
 *   trusted, has the inode that the listing gave. So what others swap in meanwhile can't lead outside.
 * - A directory let go of to save handles is opened again through `..` of the one below it, and must be the same inode.
 * - What changed is left and reported, and so is each directory above it.
 *
 * It can't protect what somebody moves into the tree while it is being removed, and between looking at a file and
 * unlinking it another file may take its name in the same directory.
 */
export class TreeRemover {
  readonly counts = { files: 0, directories: 0, bytes: 0 };
  /** Why the whole item was given up, or null. */
  stopped: string | null = null;
  /** True when the top itself can't go because something in it could not. */
  topHoldsRefused = false;
  readonly #calls: MutatingCalls;
  readonly #rules: RemovalRules;
  readonly #report: (path: string, code: string) => void;
  readonly #sharing: Sharing | undefined;
  readonly #memory: NativeMemory;
  readonly #entries: DirectoryEntries;
  readonly #record: StatusRecord;
  #stack: Frame[] = [];
  #failures = 0;

  constructor(
    calls: MutatingCalls,
    rules: RemovalRules,
    report: (path: string, code: string) => void,
    sharing?: Sharing,
  ) {
    this.#calls = calls;
    this.#rules = rules;
    this.#report = report;
    this.#sharing = sharing;
    this.#memory = calls.newMemory(LISTING_BYTES);
    this.#entries = new DirectoryEntries(this.#memory);
    this.#record = calls.newRecord();
  }

  /** Begins with a directory that is open for listing and checked. It belongs to the remover now. */
  start(top: Frame): void {
    this.#stack = [top];
  }

  /** Removes about `budget` entries more. True when there is nothing more to do: the top was let go of. */
  step(budget: number): boolean {
    const goal = this.counts.files + this.counts.directories + this.#failures + budget;
    while (this.#stack.length > 0) {
      if (this.stopped !== null || this.#sharing?.isStopped()) this.#unwind();
      else if (this.counts.files + this.counts.directories + this.#failures >= goal) return false;
      else this.#advance(this.#stack[this.#stack.length - 1]!);
    }
    return true;
  }

  /** Lets go of everything and gives the item up. */
  stop(code: string): void {
    this.stopped ??= code;
    this.#unwind();
  }

  /** Lets go of what is still open. */
  close(): void {
    if (this.#stack.length > 0) this.#unwind();
  }

  /** Something could not be removed. */
  get hasFailed(): boolean {
    return this.#failures > 0;
  }

  /** Leaves the rest to others, who begin again with the same top: its permissions stay as they are now. */
  abandon(): void {
    for (const frame of this.#stack) letGo(this.#calls, frame, frame === this.#stack[0]);
    this.#stack = [];
  }

  #advance(frame: Frame): void {
    const next = frame.pending.pop();
    if (next) this.#enter(frame, next.name, next.inode);
    else if (frame.listed) this.#leave(frame);
    else this.#removeListed(frame);
  }

  /** Reads one piece of the listing: files go at once, directories wait to be entered. */
  #removeListed(frame: Frame): void {
    const filled = this.#calls.list(frame.descriptor, this.#memory);
    if (filled <= 0) {
      frame.listed = true;
      // A directory that somebody else has removed has no listing any more.
      if (filled < 0 && errorName(filled) !== "ENOENT") this.#fail(frame, null, errorName(filled));
      return;
    }
    const entries = this.#entries;
    entries.reset(filled);
    while (this.stopped === null && entries.next()) {
      if (frame.refused !== null && isRefused(frame, entries.name)) continue;
      if (this.#isDirectory(frame)) frame.pending.push({ name: Buffer.from(entries.name), inode: entries.inode });
      else this.#removeFile(frame);
    }
  }

  #isDirectory(frame: Frame): boolean {
    const { type, nameAddress } = this.#entries;
    if (type !== ENTRY_UNKNOWN) return type === ENTRY_DIRECTORY;
    return this.#calls.status(frame.descriptor, nameAddress, this.#record) === 0 && this.#record.isDirectory;
  }

  #removeFile(frame: Frame): void {
    const calls = this.#calls;
    const address = this.#entries.nameAddress;
    const isKnown = this.#rules.countBytes && calls.status(frame.descriptor, address, this.#record) === 0;
    const bytes = isKnown && this.#record.links === 1 ? this.#record.allocated : 0;
    let result = calls.unlink(frame.descriptor, address);
    if (result < 0 && errorName(result) === "EACCES" && this.#widen(frame)) {
      result = calls.unlink(frame.descriptor, address);
    }
    if (result === 0) {
      this.counts.files++;
      this.counts.bytes += bytes;
      return;
    }
    const code = errorName(result);
    if (code === "ENOENT") return;
    this.#fail(frame, Buffer.from(this.#entries.name), code === "EISDIR" ? "CHANGED" : code);
  }

  #enter(frame: Frame, name: Buffer, listedInode: bigint): void {
    const calls = this.#calls;
    let descriptor = calls.open(frame.descriptor, calls.name(name), OPEN_DIRECTORY);
    let modeBefore = -1;
    if (descriptor < 0 && errorName(descriptor) === "EACCES") {
      // The directory above may be what doesn't let it be reached.
      this.#widen(frame);
      modeBefore = widenUnopened(calls, frame.descriptor, name, this.#record, this.#rules);
      descriptor = calls.open(frame.descriptor, calls.name(name), OPEN_DIRECTORY);
    }
    if (descriptor < 0) {
      const code = errorName(descriptor);
      if (code === "ENOENT") return;
      return this.#fail(frame, name, code === "ENOTDIR" || code === "ELOOP" ? "CHANGED" : code);
    }
    const trouble = this.#troubleWith(descriptor, listedInode);
    if (trouble !== null) {
      calls.close(descriptor);
      return this.#fail(frame, name, trouble);
    }
    const entered = newFrame(descriptor, this.#record.inode, name, modeBefore);
    if (this.#sharing?.offer(this.#stack, entered)) return;
    this.#stack.push(entered);
    this.#saveHandles();
  }

  /** Why an opened directory must not be touched, or null. Leaves its status in the record. */
  #troubleWith(descriptor: number, listedInode: bigint): string | null {
    if (this.#calls.statusOf(descriptor, this.#record) < 0) return "CHANGED";
    if (!isOnSameMount(this.#record, this.#rules)) {
      this.stopped = "MOUNT";
      return "MOUNT";
    }
    return this.#rules.trustsListedInodes && this.#record.inode !== listedInode ? "CHANGED" : null;
  }

  /** A directory is dealt with: remove it from the one above. */
  #leave(frame: Frame): void {
    const calls = this.#calls;
    this.#stack.pop();
    if (frame.task >= 0 && this.#sharing) return this.#sharing.leave(frame);
    const above = this.#stack[this.#stack.length - 1];
    if (!above) {
      this.topHoldsRefused = frame.holdsRefused;
      return letGo(calls, frame, !frame.holdsRefused);
    }
    if (above.descriptor < 0 && !this.#reopen(above, frame)) return letGo(calls, frame, false);
    if (frame.holdsRefused) {
      refuse(above, frame.name);
      return letGo(calls, frame, false);
    }
    const code = removeEmptied(calls, above.descriptor, frame, this.#record, () => this.#widen(above));
    if (code === "ENOTEMPTY" && frame.passes++ < PASSES) {
      frame.listed = false;
      calls.rewind(frame.descriptor);
      this.#stack.push(frame);
      return;
    }
    letGo(calls, frame, code === null);
    if (code === null) this.counts.directories++;
    else if (code !== "ENOENT") this.#fail(above, frame.name, code);
  }

  /** True when the directory above is open again. */
  #reopen(above: Frame, below: Frame): boolean {
    above.descriptor = openAbove(this.#calls, below.descriptor, above.inode, this.#record, this.#rules);
    if (above.descriptor >= 0) return true;
    this.#fail(above, below.name, "MOVED");
    this.stopped = "MOVED";
    return false;
  }

  /** Of a deep descent only the first directory and the last ones stay open. */
  #saveHandles(): void {
    const spare = this.#stack[this.#stack.length - 1 - HANDLES];
    if (!spare || spare === this.#stack[0] || spare.task >= 0 || spare.descriptor < 0) return;
    this.#calls.close(spare.descriptor);
    spare.descriptor = -1;
  }

  #unwind(): void {
    this.topHoldsRefused = true;
    for (const frame of this.#stack.toReversed()) {
      frame.holdsRefused = true;
      if (frame.task >= 0 && this.#sharing) this.#sharing.leave(frame);
      else letGo(this.#calls, frame, false);
    }
    this.#stack = [];
  }

  #widen(frame: Frame): boolean {
    return widen(this.#calls, frame, this.#record, this.#rules.userId);
  }

  /** Keeps what could not be removed, of a frame or of an entry in it. */
  #fail(frame: Frame, name: Buffer | null, code: string): void {
    this.#failures++;
    if (name) refuse(frame, name);
    frame.holdsRefused = true;
    const isProtected = code === "EPERM" && isImmutable(this.#calls, frame.descriptor, name, this.#record);
    this.#report(pathThrough(this.#stack, frame, name), isProtected ? "IMMUTABLE" : code);
    if (isHopeless(code)) this.stopped ??= code;
    if (this.#failures >= FAILURES_BORNE) this.stopped ??= "TOO_MANY";
  }
}

const LISTING_BYTES = 32 * 1024;
