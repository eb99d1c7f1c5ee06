import type { Command } from "commander";
import type { OutputFlags } from "../output-flags.ts";
import type { Session } from "../session.ts";

export function registerUndo(program: Command, session: Session): void {
  program
    .command("undo")
    .summary("bring back what was moved to the trash")
    .description(
      "Brings back what the last cleaning moved to the trash, byte for byte. Nothing is overwritten or asked.",
    )
    .argument("[name]", "a run, RUN/STEP, or a path, as `pyshed history` shows them (default: the last run)")
    .option("--json", "write one JSON document")
    .action(async (name: string | undefined, _: OutputFlags, self: Command) => {
      const { runUndo } = await import("../run-undo.ts");
      session.exitCode = await runUndo(session, name ?? null, self.optsWithGlobals<OutputFlags>());
    });
}
