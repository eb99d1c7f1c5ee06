import type { Command } from "commander";
import { addCleanSwitch, type ShowOrCleanFlags } from "../cleaning-options.ts";
import { addTableOptions } from "../scan-options.ts";
import type { Session } from "../session.ts";

export function registerSweep(program: Command, session: Session): void {
  const command = program
    .command("sweep")
    .summary("show everything that can go, section by section")
    .description(
      "Shows everything that Python tools left and that can go: in projects, and in the caches of package managers " +
        "wherever they lie. With --clean it is chosen from and cleaned, projects first.",
    )
    .argument("[root...]", "directories to look through (default: the current directory)");
  addCleanSwitch(addTableOptions(command).option("--json", "write one JSON document")).action(
    async (roots: string[], _: ShowOrCleanFlags, self: Command) => {
      const { runSweep } = await import("../run-sweep.ts");
      session.exitCode = await runSweep(session, self, roots, self.optsWithGlobals<ShowOrCleanFlags>());
    },
  );
}
