import type { AllFiles } from "./all-files.ts";
import { giveBack } from "./memory.ts";

const NONE = -1;
const SOURCE_SUFFIX = Buffer.from(".py");

/** Which file is to be linked to which, and what that gives back. */
export class ChosenLinks {
  /** By file: the file that it is linked to, or -1. */
  readonly leaderOf: Int32Array;
  /** Bytes that linking this file gives back; of several that must all be linked for it one has them. */
  readonly gain: Float64Array;
  /** The same array as `gain` until something is not sure. */
  gainUpTo: Float64Array;
  /** Tables with files that were left because their environment is. */
  readonly heldBack = new Set<number>();
  links = 0;
  hardLinks = 0;
  recompiled = 0;

  constructor(count: number) {
    this.leaderOf = new Int32Array(count).fill(NONE);
    this.gain = this.gainUpTo = new Float64Array(count);
  }

  link(file: number, leader: number): void {
    this.leaderOf[file] = leader;
    this.links++;
  }

  linkHard(files: AllFiles, file: number, leader: number): void {
    this.link(file, leader);
    this.hardLinks++;
    if (files.seconds(file) !== files.seconds(leader) && files.nameEndsWith(file, SOURCE_SUFFIX)) this.recompiled++;
  }

  /**
   * Of each place that was left, its files that could have been linked: they count where one of `leaders`, or another
   * place, is alike.
   */
  holdBack(
    files: AllFiles,
    places: readonly (readonly number[])[],
    leaders: readonly number[],
    isAlike: (one: number, other: number) => boolean,
  ): void {
    const twins = [...leaders, ...places.flatMap(([one]) => one ?? [])];
    for (const [file, ...others] of places) {
      if (file === undefined || !twins.some((one) => one !== file && isAlike(one, file))) continue;
      for (const held of [file, ...others]) this.heldBack.add(files.tableOf(held));
    }
  }

  /** Gives back the memory of what linking gains. */
  keepLeaders(): void {
    giveBack([...new Set([this.gain, this.gainUpTo])]);
  }

  givesBack(file: number, gain: number, gainUpTo = gain): void {
    if (gainUpTo !== gain && this.gainUpTo === this.gain) this.gainUpTo = this.gain.slice();
    this.gain[file] = gain;
    this.gainUpTo[file] = gainUpTo;
  }
}
