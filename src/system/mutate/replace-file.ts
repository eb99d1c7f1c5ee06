import * as fs from "node:fs";
import { join, parentOf, type AbsolutePath } from "../../model/path.ts";
import { toNative } from "../files.ts";
import { mutatingCalls } from "./calls.ts";
import { takeAttributes } from "./copy-file.ts";

/**
 * Puts new text in the place of a file at once, or makes the file and the directories above it; the text is on the disk
 * before it gets its name, so that a crash leaves the old or the new one. `draftName` is what it is called beside it until
 * then: whoever clears up after a crash takes that away. Owner, group, permissions and, where the system's own calls are
 * at hand, extended attributes stay as they were. Throws with a `code`; then the old file is there and nothing beside it.
 */
export function replaceFile(path: AbsolutePath, content: string, draftName: string): void {
  fs.mkdirSync(toNative(parentOf(path)), { recursive: true });
  const before = fs.lstatSync(toNative(path), { throwIfNoEntry: false });
  const draft = join(parentOf(path), draftName);
  const descriptor = fs.openSync(toNative(draft), "wx", (before?.mode ?? 0o644) & 0o777);
  try {
    fs.writeFileSync(descriptor, content);
    if (before) takeLook(path, before, descriptor);
    fs.fsyncSync(descriptor);
    fs.renameSync(toNative(draft), toNative(path));
  } catch (error) {
    fs.unlinkSync(toNative(draft));
    throw error;
  } finally {
    fs.closeSync(descriptor);
  }
}

function takeLook(path: AbsolutePath, before: fs.Stats, descriptor: number): void {
  const { uid, gid } = fs.fstatSync(descriptor);
  if (uid !== before.uid || gid !== before.gid) fs.fchownSync(descriptor, before.uid, before.gid);
  fs.fchmodSync(descriptor, before.mode & 0o7777);
  const calls = mutatingCalls();
  if (!calls) return;
  const old = fs.openSync(toNative(path), fs.constants.O_RDONLY | fs.constants.O_NOFOLLOW);
  try {
    takeAttributes(calls, old, descriptor);
  } finally {
    fs.closeSync(old);
  }
}
