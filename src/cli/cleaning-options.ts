import { Option, type Command } from "commander";
import { PROTECTIONS, type Protection } from "../model/plan.ts";
import type { ScanFlags } from "./scan-options.ts";
import { UsageError } from "./usage-error.ts";
import { repeated } from "./values.ts";

/** The options of every command that cleans. */
export interface CleaningFlags {
  readonly protection?: Protection;
  readonly permanent?: true;
  readonly dryRun?: true;
  /** Where the plan is to be written; `-` is standard output. */
  readonly plan?: string;
  readonly pick?: readonly string[];
  readonly yes?: true;
  readonly force?: true;
}

/** What a command gets that shows, and cleans when it is told to. */
export interface ShowOrCleanFlags extends ScanFlags, CleaningFlags {
  readonly clean?: true;
}

export function addCleaningOptions(command: Command): Command {
  return command
    .addOption(
      new Option("-p, --protection <level>", "how closely git is listened to (default: warn)").choices(PROTECTIONS),
    )
    .option("--permanent", "delete for good instead of moving to the trash")
    .option("--dry-run", "show what would be done, and do nothing")
    .option("--plan <file>", "write the plan as JSON for `pyshed apply`, and do nothing; - is standard output")
    .option("--pick <path-or-id>", "take this finding alone, also one marked ~ (repeatable)", repeated)
    .option("-y, --yes", "answer every question with yes, warnings included")
    .option("--force", "ask nothing; what would be asked about is left");
}

/** For commands that show: `--clean`, and the options that go with it. */
export function addCleanSwitch(command: Command): Command {
  return addCleaningOptions(command.option("--clean", "choose from numbered rows, and clean"));
}

const WRITTEN: Readonly<Record<keyof CleaningFlags, string>> = {
  protection: "--protection",
  permanent: "--permanent",
  dryRun: "--dry-run",
  plan: "--plan",
  pick: "--pick",
  yes: "--yes",
  force: "--force",
};

/** Refuses options of cleaning where nothing is to be cleaned. */
export function refuseWithoutClean(flags: ShowOrCleanFlags): void {
  for (const [key, option] of Object.entries(WRITTEN)) {
    if (Reflect.get(flags, key) !== undefined) throw new UsageError(`option '${option}' needs --clean`);
  }
}
