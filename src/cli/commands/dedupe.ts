import type { Command } from "commander";
import type { DedupeFlags } from "../run-dedupe.ts";
import type { Session } from "../session.ts";
import { wholeNumber } from "../values.ts";

export function registerDedupe(program: Command, session: Session): void {
  program
    .command("dedupe")
    .summary("show what is the same in several environments, and link it")
    .description(
      "Finds the same files in all environments below the roots by what their packages' own lists say, without reading " +
        "them. With --apply they are compared byte by byte and share their blocks, or become hard links where the file " +
        "system can do no better and you agree.",
    )
    .argument("[root...]", "directories to look through (default: the current directory)")
    .option("--apply", "link, after one question; `pyshed undo` separates again")
    .option("--hard-links", "agree to hard links where blocks cannot be shared")
    .option("--bytecode", "compare bytecode as well")
    .option("--explain <path>", "say of one environment or file who shares it, and why it is not shared")
    .option("--top <n>", "show at most this many rows of each table; 0 shows all", wholeNumber, 10)
    .option("--depth <n>", "look for environments this many directories below a root (default: any)", wholeNumber)
    .option("--no-one-file-system", "go on into other file systems")
    .option("-y, --yes", "answer every question with yes")
    .option("--json", "write one JSON document")
    .action(async (roots: string[], _: DedupeFlags, self: Command) => {
      const { runDedupe } = await import("../run-dedupe.ts");
      session.exitCode = await runDedupe(session, self, roots, self.optsWithGlobals<DedupeFlags>());
    });
}
