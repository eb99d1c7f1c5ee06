import type { Command } from "commander";
import { addCleanSwitch, type ShowOrCleanFlags } from "../cleaning-options.ts";
import { addScanOptions } from "../scan-options.ts";
import type { Session } from "../session.ts";

export function registerScan(program: Command, session: Session): void {
  const command = program
    .command("scan", { isDefault: true })
    .summary("show what can go (the default command)")
    .description("Finds what Python tools left below the roots, proves it, and shows what removing it would free.")
    .argument("[root...]", "directories to look through (default: the current directory)");
  addCleanSwitch(addScanOptions(command)).action(async (roots: string[], _: ShowOrCleanFlags, self: Command) => {
    const { showOrClean } = await import("../show-or-clean.ts");
    session.exitCode = await showOrClean(session, self, roots, self.optsWithGlobals<ShowOrCleanFlags>());
  });
}
