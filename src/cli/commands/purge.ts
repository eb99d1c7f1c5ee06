import type { Command } from "commander";
import type { PurgeFlags } from "../run-purge.ts";
import type { Session } from "../session.ts";
import { timeSpan } from "../values.ts";

export function registerPurge(program: Command, session: Session): void {
  program
    .command("purge")
    .summary("delete for good what was moved to the trash")
    .description("Deletes for good what pyshed itself put in the trash, and nothing else in it, after one question.")
    .argument("[name]", "a run, RUN/STEP, or a path, as `pyshed history` shows them (default: everything)")
    .option("--older-than <span>", "only what went there that long ago, such as 12h, 7d or 4w", timeSpan)
    .option("-y, --yes", "ask nothing")
    .option("--json", "write one JSON document")
    .action(async (name: string | undefined, _: PurgeFlags, self: Command) => {
      const { runPurge } = await import("../run-purge.ts");
      session.exitCode = await runPurge(session, name ?? null, self.optsWithGlobals<PurgeFlags>());
    });
}
