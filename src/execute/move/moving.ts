import type { MovedFile, MoveList } from "../../model/move-list.ts";
import type { MutatingCalls } from "../../system/mutate/calls.ts";

/** Two open directories, and what moves from one to the other. */
export interface Moving {
  readonly calls: MutatingCalls;
  readonly from: number;
  readonly to: number;
  readonly moves: MoveList;
  /** What copies are called until they are whole, with a number behind it. */
  readonly aside: Buffer;
}

export interface Stayed {
  readonly file: MovedFile;
  readonly reason: string;
}

export const CHANGED = "it has changed since it was planned";
export const TAKEN = "something is there already, and nothing is overwritten";

/** What a copy is called until its original is gone. */
export function copyName(aside: Buffer, index: number): Buffer {
  return Buffer.concat([aside, Buffer.from(`-${index}`)]);
}
