import type { Command } from "commander";
import type { OutputFlags } from "../output-flags.ts";
import type { Session } from "../session.ts";

export function registerApply(program: Command, session: Session): void {
  program
    .command("apply")
    .summary("carry out a plan that clean --plan wrote")
    .description(
      "Carries out a plan once, on the machine that made it. Every entry is checked again first; nothing is asked.",
    )
    .argument("<file>", "what `pyshed clean --plan FILE` wrote")
    .option("--json", "write one JSON document")
    .action(async (file: string, _: OutputFlags, self: Command) => {
      const { runApply } = await import("../run-apply.ts");
      session.exitCode = await runApply(session, file, self.optsWithGlobals<OutputFlags>());
    });
}
