import type { Command } from "commander";
import { addCleanSwitch, type ShowOrCleanFlags } from "../cleaning-options.ts";
import { addScanOptions } from "../scan-options.ts";
import type { Session } from "../session.ts";
import { wholeNumber } from "../values.ts";

interface StaleFlags extends ShowOrCleanFlags {
  readonly days: number;
}

export function registerStale(program: Command, session: Session): void {
  const command = program
    .command("stale")
    .summary("show what can go in projects that are idle")
    .description("Like scan, for projects and environments that nobody has used for a while. Unknown age is not idle.")
    .argument("[root...]", "directories to look through (default: the current directory)")
    .option("--days <n>", "idle for at least this many days", wholeNumber, 180);
  addCleanSwitch(addScanOptions(command)).action(async (roots: string[], _: StaleFlags, self: Command) => {
    const { showOrClean } = await import("../show-or-clean.ts");
    const flags = self.optsWithGlobals<StaleFlags>();
    session.exitCode = await showOrClean(session, self, roots, flags, flags.days);
  });
}
