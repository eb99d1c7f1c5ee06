import type { Command } from "commander";
import type { CachesFlags } from "../caches-flags.ts";
import type { Session } from "../session.ts";
import { byteSize, countFromOne, nameList, timeSpan, wholeNumber } from "../values.ts";

export function registerCaches(program: Command, session: Session): void {
  const command = program
    .command("caches")
    .summary("show the caches of package managers, look into them, clean them")
    .description(
      "Lists the stores that package managers keep outside of projects. With names it shows what is inside them.",
    )
    .argument("[store...]", "look into these: pip, uv …")
    .option("--top <n>", "show at most this many entries; 0 shows all (default: 20 in the table)", wholeNumber)
    .option("--clean", "choose from numbered rows, and clean")
    .option("--clean-all", "clean everything that may go");
  addCleaning(command).action(async (names: string[], _: CachesFlags, self: Command) => {
    const { runCaches } = await import("../run-caches.ts");
    session.exitCode = await runCaches(session, names, self.optsWithGlobals<CachesFlags>());
  });
  addCleaning(
    command
      .command("clean")
      .summary("clean these caches")
      .description(
        "Cleans stores by their owners' own commands. Where an owner is missing or too old, pyshed moves what it " +
          "understands to the trash. What an owner removes cannot be undone.",
      )
      .argument("<store...>", "names of stores: pip, uv …")
      .option("--package <pattern>", "only packages, or repositories, of this name; * and ? (repeatable)", nameList)
      .option("--kind <kind>", "only things of this kind, as the listing calls them (repeatable)", nameList)
      .option("--older-than <span>", "only what was last used longer ago: 12h, 90d, 8w", timeSpan)
      .option("--keep-latest <n>", "keep so many newest versions of each package", countFromOne)
      .option("--unused", "only what nothing outside of the cache uses")
      .option("--detached", "only revisions that no branch or tag points to (huggingface)")
      .option("--max-size <size>", "the longest unused first, until each cache holds no more: 10GB", byteSize)
      .option("--until-free <size>", "the longest unused first, until so much is free on the disk: 20GB", byteSize),
  ).action(async (names: string[], _: CachesFlags, self: Command) => {
    const { runCleanCaches } = await import("../run-clean-caches.ts");
    const flags = self.optsWithGlobals<CachesFlags>();
    const choice = { names, isChoosing: false, isNamed: true };
    session.exitCode = (await runCleanCaches(session, choice, flags)).exitCode;
  });
}

function addCleaning(command: Command): Command {
  return command
    .option("--permanent", "delete for good what pyshed would move to the trash")
    .option("--backup <dir>", "keep a copy of what goes in this directory")
    .option("--dry-run", "show what would be done, and do nothing")
    .option("-y, --yes", "answer every question with yes")
    .option("--force", "ask nothing")
    .option("--json", "write one JSON document");
}
