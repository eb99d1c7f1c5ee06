import type { AllFiles } from "./all-files.ts";

const NONE = -1;

/** Which file is to be linked to which, and what that gives back. */
export class ChosenLinks {
  /** By file: the file that it is linked to, or -1. */
  readonly leaderOf: Int32Array;
  /** Bytes that linking this file gives back; of several names of one inode the last one has them. */
  readonly gain: Float64Array;
  readonly gainUpTo: Float64Array;
  links = 0;
  hardLinks = 0;
  recompiled = 0;

  constructor(count: number) {
    this.leaderOf = new Int32Array(count).fill(NONE);
    this.gain = new Float64Array(count);
    this.gainUpTo = new Float64Array(count);
  }

  /** All names of one inode, or files that share their blocks, are linked to `leader`. */
  link(names: readonly number[], leader: number, gain: number, gainUpTo = gain): void {
    for (const file of names) this.leaderOf[file] = leader;
    this.links += names.length;
    const last = names.at(-1)!;
    this.gain[last] = gain;
    this.gainUpTo[last] = gainUpTo;
  }

  countHardLinks(files: AllFiles, names: readonly number[], leader: number): void {
    this.hardLinks += names.length;
    const seconds = files.seconds(leader);
    for (const file of names) {
      if (files.seconds(file) !== seconds && files.name(file).endsWith(".py")) this.recompiled++;
    }
  }
}
