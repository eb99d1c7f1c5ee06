import type { Command } from "commander";
import { lookFor } from "../appearance.ts";
import { ExitCode } from "../exit-code.ts";
import type { OutputFlags } from "../output-flags.ts";
import type { Session } from "../session.ts";
import { wholeNumber } from "../values.ts";

interface HistoryFlags extends OutputFlags {
  readonly top: number;
}

export function registerHistory(program: Command, session: Session): void {
  program
    .command("history")
    .summary("show what was cleaned, and where it is now")
    .description("Shows every run, the newest first, with its items, their bytes, and where they are now.")
    .option("--top <n>", "show at most this many runs; 0 shows all", wholeNumber, 10)
    .option("--json", "write one JSON document with all runs")
    .action(async (_: HistoryFlags, self: Command) => {
      const { history } = await import("../../app/history.ts");
      const { host, terminal } = session;
      const flags = self.optsWithGlobals<HistoryFlags>();
      if (flags.json) {
        const { historyDocument } = await import("../../report/history-document.ts");
        terminal.output.write(`${JSON.stringify(historyDocument(history(host)), null, 2)}\n`);
      } else {
        const { renderHistory } = await import("../../report/history-text.ts");
        const look = lookFor(terminal.output, host.environment, flags);
        terminal.output.write(renderHistory(history(host), { look, top: flags.top }));
      }
      session.exitCode = ExitCode.done;
    });
}
