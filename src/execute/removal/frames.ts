import { decode } from "../../system/files.ts";
import type { MutatingCalls } from "../../system/mutate/calls.ts";

/** A directory on the way down: what is known of it, whether it is open or not. */
export interface Frame {
  /** -1 while it is let go of to save handles. */
  descriptor: number;
  readonly inode: bigint;
  /** Its name in the directory above; empty for the first. */
  readonly name: Buffer;
  /** Directories listed in it that are still to be entered. */
  readonly pending: { readonly name: Buffer; readonly inode: bigint }[];
  /** The listing has come to its end. */
  listed: boolean;
  /** How often it was listed again because something was still in it. */
  passes: number;
  /** Names in it that could not be removed. */
  refused: Set<string> | null;
  /** Something below it could not be removed, so neither can it. */
  holdsRefused: boolean;
  /** Its permissions before they were widened, or -1. */
  modeBefore: number;
  /** Its entry in the table of shared tasks, or -1. */
  task: number;
}

export function newFrame(descriptor: number, inode: bigint, name: Buffer, modeBefore = -1): Frame {
  return {
    descriptor,
    inode,
    name,
    pending: [],
    listed: false,
    passes: 0,
    refused: null,
    holdsRefused: false,
    modeBefore,
    task: -1,
  };
}

export function refuse(frame: Frame, name: Buffer): void {
  frame.refused ??= new Set();
  frame.refused.add(name.toString("latin1"));
  frame.holdsRefused = true;
}

export function isRefused(frame: Frame, name: Buffer): boolean {
  return frame.refused !== null && frame.refused.has(name.toString("latin1"));
}

/** Lets go of a frame's directory. What could not be emptied gets its permissions back. */
export function letGo(calls: MutatingCalls, frame: Frame, isRemoved: boolean): void {
  if (frame.descriptor < 0) return;
  if (!isRemoved && frame.modeBefore >= 0) calls.changeMode(frame.descriptor, frame.modeBefore);
  calls.close(frame.descriptor);
  frame.descriptor = -1;
}

/** Where a frame of the stack, or an entry in it, lies: as seen from the first one. */
export function pathThrough(stack: readonly Frame[], frame: Frame, name: Buffer | null): string {
  const parts = stack.slice(0, stack.indexOf(frame) + 1).map((above) => above.name);
  if (name) parts.push(name);
  return parts
    .filter((part) => part.length > 0)
    .map(decode)
    .join("/");
}
