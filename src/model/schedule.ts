/** How often a scheduled run comes. */
export type Rhythm = "daily" | "weekly" | "monthly";

export const RHYTHMS: readonly Rhythm[] = ["daily", "weekly", "monthly"];

/** What starts scheduled runs: one of each system. */
export type Scheduler = "systemd" | "cron" | "launchd" | "Task Scheduler";

/** A command that is to be run again and again. */
export interface Job {
  /** In file names: `pyshed-bytecode-gc`. */
  readonly name: string;
  /** For people, one line of plain letters. */
  readonly title: string;
  readonly rhythm: Rhythm;
  /** Program and arguments, the program by its absolute path. No word holds a line break or a zero byte. */
  readonly words: readonly string[];
}

/** What a job's files say of themselves; it is read again to tell the schedule. XML allows no `--` in a comment. */
export function describeJob({ rhythm }: Pick<Job, "rhythm">): string {
  return `${rhythm}, by 'pyshed bytecode gc'`;
}

/** Jobs come at noon: at night many machines sleep. Minutes past the hour, so that not everything comes at once. */
export const HOUR = 12;
export const MINUTE = 17;
