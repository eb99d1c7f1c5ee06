import type { Command } from "commander";
import { addCleaningOptions, type ShowOrCleanFlags } from "../cleaning-options.ts";
import { addSelectionOptions } from "../scan-options.ts";
import type { Session } from "../session.ts";
import { wholeNumber } from "../values.ts";

interface CleanFlags extends ShowOrCleanFlags {
  readonly days?: number;
}

export function registerClean(program: Command, session: Session): void {
  const command = program
    .command("clean")
    .summary("clean everything that may go")
    .description(
      "Moves everything to the trash that policy allows, after one question. What is marked ~ goes only with --pick.",
    )
    .argument("[root...]", "directories to look through (default: the current directory)");
  addSelectionOptions(addCleaningOptions(command))
    .option("--days <n>", "only what has been idle for at least this many days", wholeNumber)
    .option("--json", "write one JSON document")
    .action(async (roots: string[], _: CleanFlags, self: Command) => {
      const { runClean } = await import("../run-clean.ts");
      const flags = self.optsWithGlobals<CleanFlags>();
      const mode = { isChoosing: false, idleDays: flags.days };
      session.exitCode = (await runClean(session, self, roots, flags, mode)).exitCode;
    });
}
